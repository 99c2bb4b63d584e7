// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of the Messages API as it stands on a line. Reused. */
final class ApiMessage {
  private static final int KEPT_BLOCKS = 64;

  @Nullable String id;

  @Nullable String model;

  @Nullable String stopReason;

  final UsageCounts usage = new UsageCounts();

  private final List<Block> blocks = new ArrayList<>();
  private int blockCount;
  private boolean clear;

  /** Most lines have no message: they need not pay for the next one's. */
  void clear() {
    if (clear) {
      return;
    }
    clear = true;
    id = null;
    model = null;
    stopReason = null;
    usage.clear();
    blockCount = 0;
    if (blocks.size() > KEPT_BLOCKS) {
      blocks.subList(KEPT_BLOCKS, blocks.size()).clear();
    }
  }

  int blockCount() {
    return blockCount;
  }

  Block block(int index) {
    return blocks.get(index);
  }

  void read(JsonParser parser) throws IOException {
    clear();
    clear = false;
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "id" -> id = Json.name(parser);
        case "model" -> model = Json.name(parser);
        case "stop_reason" -> stopReason = Json.name(parser);
        case "usage" -> usage.read(parser);
        case "content" -> readContent(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readContent(JsonParser parser) throws IOException {
    if (!Json.isArray(parser)) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (blockCount == blocks.size()) {
        blocks.add(new Block());
      }
      blocks.get(blockCount++).read(parser);
    }
  }
}
