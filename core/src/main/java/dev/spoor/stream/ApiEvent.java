// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One event of a streamed Messages API answer. Reused. */
final class ApiEvent {
  @Nullable String type;

  long index;
  final ApiMessage message = new ApiMessage();
  final Block block = new Block();
  final UsageCounts usage = new UsageCounts();

  @Nullable String text;

  @Nullable String thinking;

  @Nullable String partialJson;

  @Nullable String stopReason;

  @Nullable String errorType;

  @Nullable String errorMessage;

  private boolean clear;

  /** Most lines have no event: they need not pay for the next one's. */
  void clear() {
    if (clear) {
      return;
    }
    clear = true;
    type = null;
    index = -1;
    message.clear();
    block.clear();
    usage.clear();
    text = null;
    thinking = null;
    partialJson = null;
    stopReason = null;
    errorType = null;
    errorMessage = null;
  }

  void read(JsonParser parser) throws IOException {
    clear();
    clear = false;
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "type" -> type = Json.name(parser);
        case "index" -> index = Json.count(parser);
        case "message" -> message.read(parser);
        case "content_block" -> block.read(parser);
        case "delta" -> readDelta(parser);
        case "usage" -> usage.read(parser);
        case "error" -> readError(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readDelta(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "text" -> text = Json.text(parser);
        case "thinking" -> thinking = Json.text(parser);
        case "partial_json" -> partialJson = Json.text(parser);
        case "stop_reason" -> stopReason = Json.name(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readError(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "type" -> errorType = Json.name(parser);
        case "message" -> errorMessage = Json.text(parser);
        default -> parser.skipChildren();
      }
    }
  }
}
