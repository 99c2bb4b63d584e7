// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One item of a response's output; {@code input} is a call's arguments as JSON text. */
record OpenAiItem(
    @Nullable String callId,
    @Nullable String name,
    @Nullable String input,
    boolean isCall) {
  static OpenAiItem read(JsonParser parser) throws IOException {
    String type = null;
    String callId = null;
    String name = null;
    String arguments = null;
    String text = null;
    for (String field = Json.nextField(parser); field != null; field = Json.nextField(parser)) {
      switch (field) {
        case "type" -> type = Json.name(parser);
        case "call_id" -> callId = Json.name(parser);
        case "name" -> name = Json.name(parser);
        case "arguments" -> arguments = Json.text(parser);
        case "input" -> text = Json.text(parser);
        default -> parser.skipChildren();
      }
    }
    // A custom tool takes text, which as JSON is a string.
    if ("custom_tool_call".equals(type)) {
      return new OpenAiItem(callId, name, Json.quote(text == null ? "" : text), true);
    }
    return new OpenAiItem(callId, name, arguments, "function_call".equals(type));
  }
}
