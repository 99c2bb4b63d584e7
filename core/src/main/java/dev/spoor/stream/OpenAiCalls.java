// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the tool calls of a chat stream together, whose pieces come mixed. */
final class OpenAiCalls {
  private static final int MAX_OPEN_CALLS = 1_000;

  private final Tools tools;
  private final EventOut out;
  private final int maxArgumentChars;
  private final Map<String, Call> open = new LinkedHashMap<>();
  private long argumentChars;

  OpenAiCalls(Tools tools, EventOut out, int maxArgumentChars) {
    this.tools = tools;
    this.out = out;
    this.maxArgumentChars = maxArgumentChars;
  }

  void add(OpenAiChoice choice, @Nullable String messageId) {
    for (int i = 0; i < choice.calls.size(); i++) {
      OpenAiChoice.CallPiece piece = choice.calls.get(i);
      String key = choice.index + "/" + (piece.index < 0 ? i : piece.index);
      if (begins(piece, open.get(key))) {
        tell(open.remove(key), messageId);
      }
      if (open.size() < MAX_OPEN_CALLS || open.containsKey(key)) {
        add(open.computeIfAbsent(key, k -> new Call()), piece);
      }
    }
  }

  /** Tells the calls: their arguments are whole. */
  void finish(@Nullable String messageId) {
    for (Call call : open.values()) {
      tell(call, messageId);
    }
    open.clear();
    argumentChars = 0;
  }

  /** Some servers give all calls the same index, and each a name and an id. */
  private static boolean begins(OpenAiChoice.CallPiece piece, @Nullable Call call) {
    return call != null
        && call.id != null
        && piece.id != null
        && piece.name != null
        && !piece.id.equals(call.id);
  }

  private void tell(@Nullable Call call, @Nullable String messageId) {
    if (call != null && call.id != null) {
      tools.call(call.id, call.name, Json.repaired(call.arguments.toString()), messageId, null);
    }
  }

  private void add(Call call, OpenAiChoice.CallPiece piece) {
    out.chunk();
    call.id = piece.id == null ? call.id : piece.id;
    call.name = piece.name == null ? call.name : piece.name;
    if (piece.arguments == null) {
      return;
    }
    argumentChars += piece.arguments.length();
    if (argumentChars <= maxArgumentChars) {
      call.arguments.append(piece.arguments);
    } else if (!call.tooLong) {
      call.tooLong = true;
      out.drop("a tool call's arguments are too long");
    }
  }

  private static final class Call {
    final StringBuilder arguments = new StringBuilder();

    @Nullable String id;

    @Nullable String name;

    boolean tooLong;
  }
}
