// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one chat chunk adds to one of the answers. */
final class OpenAiChoice {
  /** A piece of a tool call: the id and the name come with the first. */
  static final class CallPiece {
    long index = -1;

    @Nullable String id;

    @Nullable String name;

    @Nullable String arguments;
  }

  long index;

  @Nullable String text;

  @Nullable String reasoning;

  @Nullable String finishReason;

  final List<CallPiece> calls = new ArrayList<>();

  static OpenAiChoice read(JsonParser parser) throws IOException {
    var choice = new OpenAiChoice();
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "index" -> choice.index = Json.count(parser);
        case "finish_reason" -> choice.finishReason = Json.name(parser);
        case "delta", "message" -> choice.readDelta(parser);
        default -> parser.skipChildren();
      }
    }
    return choice;
  }

  private void readDelta(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "content", "refusal" -> {
          String piece = Json.text(parser);
          text = piece == null ? text : piece;
        }
        case "reasoning_content", "reasoning" -> {
          String piece = Json.text(parser);
          reasoning = piece == null ? reasoning : piece;
        }
        case "tool_calls" -> readCalls(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readCalls(JsonParser parser) throws IOException {
    if (!Json.isArray(parser)) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (Json.isObject(parser)) {
        calls.add(readCall(parser));
      }
    }
  }

  private static CallPiece readCall(JsonParser parser) throws IOException {
    var call = new CallPiece();
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "index" -> call.index = Json.count(parser);
        case "id" -> call.id = Json.name(parser);
        case "function", "custom" -> readFunction(call, parser);
        default -> parser.skipChildren();
      }
    }
    return call;
  }

  private static void readFunction(CallPiece call, JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "name" -> call.name = Json.name(parser);
        case "arguments", "input" -> call.arguments = Json.text(parser);
        default -> parser.skipChildren();
      }
    }
  }
}
