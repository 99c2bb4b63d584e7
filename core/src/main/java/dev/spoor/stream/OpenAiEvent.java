// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spoor.cost.TokenUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer of OpenAI, of either API: a chat chunk or a {@code response.*}
 * event.
 */
final class OpenAiEvent implements JsonObjects.Fields {
  @Nullable String type;

  @Nullable String id;

  @Nullable String model;

  boolean hasError;

  @Nullable String errorType;

  @Nullable String errorMessage;
  /** What is used so far; null if this event does not tell. */
  @Nullable TokenUsage usage;

  // Chat completions.
  final List<OpenAiChoice> choices = new ArrayList<>();

  // Responses.
  @Nullable String delta;

  @Nullable OpenAiItem item;

  final List<OpenAiItem> output = new ArrayList<>();

  @Nullable String status;

  @Nullable String incompleteReason;

  @Override
  public void read(JsonParser parser) throws IOException {
    clear();
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "type" -> type = Json.name(parser);
        case "id" -> id = Json.name(parser);
        case "model" -> model = Json.name(parser);
        case "choices" -> readChoices(parser);
        case "usage" -> readChatUsage(parser);
        case "x_groq" -> readGroq(parser);
        case "error" -> readError(parser);
        case "delta" -> delta = Json.text(parser);
        case "item" -> item = readItem(parser);
        case "response" -> readResponse(parser);
        case "code" -> errorType = Json.scalar(parser);
        case "message" -> errorMessage = Json.text(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readChoices(JsonParser parser) throws IOException {
    if (!Json.isArray(parser)) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (Json.isObject(parser)) {
        choices.add(OpenAiChoice.read(parser));
      }
    }
  }

  private void readChatUsage(JsonParser parser) throws IOException {
    Map<String, Object> counts = Json.counts(parser);
    usage = counts == null ? usage : TokenUsage.ofOpenAiChat(counts);
  }

  /** Groq tells the usage here, and where it belongs only if it was asked for. */
  private void readGroq(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      if (name.equals("usage")) {
        readChatUsage(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readError(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      hasError = true;
      errorMessage = parser.getText();
      return;
    }
    if (!Json.isObject(parser)) {
      return;
    }
    hasError = true;
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "type" -> errorType = errorType == null ? Json.name(parser) : errorType;
        case "code" -> {
          String code = Json.scalar(parser);
          errorType = code == null ? errorType : code;
        }
        case "message" -> errorMessage = Json.text(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private static @Nullable OpenAiItem readItem(JsonParser parser) throws IOException {
    return Json.isObject(parser) ? OpenAiItem.read(parser) : null;
  }

  private void readResponse(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "id" -> id = Json.name(parser);
        case "model" -> model = Json.name(parser);
        case "status" -> status = Json.name(parser);
        case "error" -> readError(parser);
        case "usage" -> {
          Map<String, Object> counts = Json.counts(parser);
          usage = counts == null ? null : TokenUsage.ofOpenAiResponses(counts);
        }
        case "incomplete_details" -> readIncomplete(parser);
        case "output" -> readOutput(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readIncomplete(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      if (name.equals("reason")) {
        incompleteReason = Json.name(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readOutput(JsonParser parser) throws IOException {
    if (!Json.isArray(parser)) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (Json.isObject(parser)) {
        output.add(OpenAiItem.read(parser));
      }
    }
  }

  private void clear() {
    type = null;
    id = null;
    model = null;
    hasError = false;
    errorType = null;
    errorMessage = null;
    usage = null;
    choices.clear();
    delta = null;
    item = null;
    output.clear();
    status = null;
    incompleteReason = null;
  }
}
