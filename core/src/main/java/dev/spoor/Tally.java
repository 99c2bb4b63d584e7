// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one run used, its sub-agents included. Thread-safe. */
final class Tally {
  private long input = TokenUsage.UNKNOWN;
  private long output = TokenUsage.UNKNOWN;
  private int outputsMissing;
  private int tools;
  private long inputPicos;
  private long outputPicos;
  private long totalPicos;
  private boolean priced;
  private boolean unpriced;

  /**
   * Adds usage; an {@link TokenUsage#UNKNOWN} count adds nothing. {@code price} is null if there is
   * none.
   */
  synchronized void add(long moreInput, long moreOutput, @Nullable Price price) {
    input = sum(input, moreInput);
    output = sum(output, moreOutput);
    if (price == null) {
      unpriced = true;
      return;
    }
    priced = true;
    inputPicos += price.input() + price.cacheRead() + price.cacheWrite();
    outputPicos += price.output();
    totalPicos += price.total();
  }

  /** Counts the calls whose output is not known yet. */
  synchronized void addMissingOutputs(int calls) {
    outputsMissing = Math.max(0, outputsMissing + calls);
  }

  /** Reported totals know the output of every call. */
  synchronized void outputsAreKnown() {
    outputsMissing = 0;
  }

  synchronized void addTool() {
    tools++;
  }

  /** Returns what is known by now; {@code reported} is the cost that the agent told, or null. */
  synchronized RunTotals snapshot(@Nullable BigDecimal reported) {
    boolean complete = outputsMissing == 0;
    boolean costKnown = priced && !unpriced && complete;
    return new RunTotals(
        input,
        complete ? output : TokenUsage.UNKNOWN,
        tools,
        costKnown ? Price.exact(totalPicos) : null,
        costKnown ? Price.exact(inputPicos) : null,
        costKnown ? Price.exact(outputPicos) : null,
        reported);
  }

  private static long sum(long a, long b) {
    return b == TokenUsage.UNKNOWN ? a : Math.max(0, a) + b;
  }
}
