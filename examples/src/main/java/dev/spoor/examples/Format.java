// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of recordings, told apart by the first line that gives one away. */
enum Format {
  CLAUDE_STREAM,
  ANTHROPIC_SSE,
  OPENAI_SSE;

  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
  /** What a line that is broken must have to be taken for one of an agent. */
  private static final Pattern TYPED =
      Pattern.compile("\"(type|session_id|parent_tool_use_id)\"\\s*:");

  /** What the providers' answers are that are not streamed: bodies of one object. */
  private static final Set<String> BODIES = Set.of("message", "error");

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern FIELD = Pattern.compile("(event|data|id|retry)\\s*:.*|:.*");
  private static final Pattern OPENAI =
      Pattern.compile("data:.*(\"object\"\\s*:\\s*\"chat\\.completion\\.chunk\"|\"choices\"\\s*:"
          + "|\"type\"\\s*:\\s*\"response\\.|\\[DONE]|\\{\\s*\"error\"\\s*:).*"
          + "|event:\\s*response\\..*");
  private static final Pattern ANTHROPIC = Pattern.compile("(event:\\s*|data:.*\"type\"\\s*:\\s*\")"
      + "(message_start|message_delta|message_stop|content_block_\\w+|ping).*"
      + "|data:.*\"type\"\\s*:\\s*\"error\"\\s*,\\s*\"error\"\\s*:\\s*\\{.*");

  /**
   * Returns the form of the recording that begins with {@code head}; null if the head does not
   * tell. {@code whole} says that there is no more: an empty recording is one of an agent that said
   * nothing.
   */
  static @Nullable Format of(String head, boolean whole) {
    String text = head.startsWith("\ufeff") ? head.substring(1) : head;
    if (text.isBlank()) {
      return whole ? CLAUDE_STREAM : null;
    }
    String[] lines = LINE_END.split(text, -1);
    // The last line may go on beyond the head.
    int complete = whole ? lines.length : lines.length - 1;
    boolean fragments = false;
    for (int i = 0; i < complete; i++) {
      String line = lines[i].strip();
      Format format = ofLine(line);
      if (format != null) {
        return format;
      }
      fragments |= isFragment(line);
    }
    return whole && fragments ? CLAUDE_STREAM : null;
  }

  private static @Nullable Format ofLine(String line) {
    if (line.startsWith("{")) {
      String type = typeOf(line);
      return type == null || BODIES.contains(type) ? null : CLAUDE_STREAM;
    }
    if (!FIELD.matcher(line).matches()) {
      return null;
    }
    if (ANTHROPIC.matcher(line).matches()) {
      return ANTHROPIC_SSE;
    }
    return OPENAI.matcher(line).matches() ? OPENAI_SSE : null;
  }

  /** Returns whether this is a piece of an agent's line, and no JSON object. */
  private static boolean isFragment(String line) {
    if (!line.startsWith("{") || !TYPED.matcher(line).find()) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.currentToken() != JsonToken.END_OBJECT;
    } catch (IOException e) {
      return true;
    }
  }

  /** Returns the object's own type, whatever the objects within it are; null if it has none. */
  private static @Nullable String typeOf(String line) {
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (name.equals("type") && value == JsonToken.VALUE_STRING) {
          return parser.getText();
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      // A broken line gives nothing away.
    }
    return null;
  }
}
