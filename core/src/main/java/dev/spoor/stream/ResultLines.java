// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads {@code result} lines: a turn's end, with the totals of the session so far. */
final class ResultLines {
  private final EventOut out;
  private final SessionTotals totals;
  private boolean seen;

  ResultLines(EventOut out, SessionTotals totals) {
    this.out = out;
    this.totals = totals;
  }

  /** Returns whether a turn of the main loop has ended. */
  boolean hasSeenResult() {
    return seen;
  }

  void result(ClaudeLine line) {
    BigDecimal cost = line.cost;
    if (line.parent == null) {
      seen = true;
      AgentEvent.Totals told = totals.update(line);
      cost = told.cost();
      out.send(told);
    }
    boolean error = line.error || (line.subtype != null && !"success".equals(line.subtype));
    out.send(new AgentEvent.Result(
        line.result,
        error,
        error ? errorType(line) : null,
        error ? errorMessage(line) : null,
        line.durationMillis < 0 ? null : Long.valueOf(line.durationMillis),
        line.turns < 0 ? null : Integer.valueOf((int) Math.min(Integer.MAX_VALUE, line.turns)),
        cost,
        line.parent));
  }

  /** A result of subtype {@code success} may be an error: then the HTTP status says which. */
  private static String errorType(ClaudeLine line) {
    if (line.subtype != null && !"success".equals(line.subtype)) {
      return line.subtype;
    }
    return firstOf(line.field("api_error_status"), firstOf(line.field("terminal_reason"), "error"));
  }

  private static @Nullable String errorMessage(ClaudeLine line) {
    if (line.firstError != null) {
      return line.firstError;
    }
    return line.result != null && !line.result.isBlank()
        ? line.result
        : line.field("terminal_reason");
  }

  private static String firstOf(@Nullable String first, String second) {
    return first == null ? second : first;
  }
}
