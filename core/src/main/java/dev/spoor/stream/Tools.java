// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells each call of a tool, and each result, once. */
final class Tools {
  private static final int MAX_REMEMBERED = 16_384;

  private final EventOut out;
  private final Map<String, Boolean> calls = new Bounded<>(MAX_REMEMBERED);
  private final Map<String, Boolean> results = new Bounded<>(MAX_REMEMBERED);

  Tools(EventOut out) {
    this.out = out;
  }

  boolean isKnown(String id) {
    return calls.containsKey(id);
  }

  void call(
      String id,
      @Nullable String name,
      String input,
      @Nullable String messageId,
      @Nullable String parent) {
    if (calls.putIfAbsent(id, true) == null) {
      out.send(
          new AgentEvent.ToolUse(id, name == null ? "unknown" : name, input, messageId, parent));
    }
  }

  void result(String id, String content, boolean json, boolean error, @Nullable String parent) {
    if (results.putIfAbsent(id, true) == null) {
      out.send(new AgentEvent.ToolResult(id, content, json, error, parent));
    }
  }
}
