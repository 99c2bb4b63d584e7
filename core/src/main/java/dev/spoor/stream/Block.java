// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One content block of a message as it stands on its line. Reused; its line's bytes must live as
 * long.
 */
final class Block {
  @Nullable String type;

  @Nullable String id;

  @Nullable String name;

  @Nullable String text;

  @Nullable String thinking;

  @Nullable String toolUseId;

  boolean error;
  /** The kind of agent that a tool call asks for; null for most tools. */
  @Nullable String agentName;

  boolean background;
  /** A tool result's content when it is a string. */
  @Nullable String content;

  private int inputStart;
  private int inputEnd;
  private int contentStart;
  private int contentEnd;

  void clear() {
    type = null;
    id = null;
    name = null;
    text = null;
    thinking = null;
    toolUseId = null;
    error = false;
    agentName = null;
    background = false;
    content = null;
    inputEnd = 0;
    contentEnd = 0;
  }

  void read(JsonParser parser) throws IOException {
    clear();
    if (!Json.isObject(parser)) {
      return;
    }
    for (String field = Json.nextField(parser); field != null; field = Json.nextField(parser)) {
      switch (field) {
        case "type" -> type = Json.name(parser);
        case "id" -> id = Json.name(parser);
        case "name" -> name = Json.name(parser);
        case "text" -> text = Json.text(parser);
        case "thinking" -> thinking = Json.text(parser);
        case "tool_use_id" -> toolUseId = Json.name(parser);
        case "is_error" -> error = Json.isTrue(parser);
        case "input" -> readInput(parser);
        case "content" -> readContent(parser);
        default -> parser.skipChildren();
      }
    }
  }

  /** Returns the text of a text block that has any, or null. */
  @Nullable String textIn() {
    return "text".equals(type) && text != null && !text.isEmpty() ? text : null;
  }

  /** Returns the thought of a thinking block that has any, or null. */
  @Nullable String thinkingIn() {
    return "thinking".equals(type) && thinking != null && !thinking.isEmpty() ? thinking : null;
  }

  /** Returns a tool's arguments as JSON text, the very characters of the line. */
  String input(byte[] line, int offset) {
    return inputEnd == 0 ? "{}" : slice(line, offset + inputStart, offset + inputEnd);
  }

  /** Returns whether {@link #content(byte[], int)} is JSON rather than plain text. */
  boolean isContentJson() {
    return content == null && contentEnd > 0;
  }

  String content(byte[] line, int offset) {
    if (content != null) {
      return content;
    }
    return contentEnd == 0 ? "" : slice(line, offset + contentStart, offset + contentEnd);
  }

  private void readInput(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    inputStart = tokenStart(parser);
    for (String field = Json.nextField(parser); field != null; field = Json.nextField(parser)) {
      switch (field) {
        case "subagent_type" -> agentName = Json.name(parser);
        case "run_in_background" -> background = Json.isTrue(parser);
        default -> parser.skipChildren();
      }
    }
    inputEnd = (int) parser.currentLocation().getByteOffset();
  }

  private void readContent(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      content = parser.getText();
    } else if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
      contentStart = tokenStart(parser);
      parser.skipChildren();
      contentEnd = (int) parser.currentLocation().getByteOffset();
    }
  }

  private static int tokenStart(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static String slice(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }
}
