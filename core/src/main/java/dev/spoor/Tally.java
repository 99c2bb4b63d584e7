// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.trace.Span;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one run used, its sub-agents included. Thread-safe. */
class Tally {
  private long input = TokenUsage.UNKNOWN;
  private long output = TokenUsage.UNKNOWN;
  private long inputPicos;
  private long outputPicos;
  private long totalPicos;
  private int outputsMissing;
  private boolean priced;
  private boolean unpriced;

  /**
   * Adds usage; an {@link TokenUsage#UNKNOWN} count adds nothing. {@code price} is null if there is
   * none; {@code missing} counts the calls whose output is not known yet.
   */
  final synchronized void add(long moreInput, long moreOutput, @Nullable Price price, int missing) {
    input = sum(input, moreInput);
    output = sum(output, moreOutput);
    outputsMissing = Math.max(0, outputsMissing + missing);
    if (price == null) {
      unpriced = true;
      return;
    }
    priced = true;
    inputPicos += price.input() + price.cacheRead() + price.cacheWrite();
    outputPicos += price.output();
    totalPicos += price.total();
  }

  /** Reported totals know the output of every call. */
  final synchronized void outputsAreKnown() {
    outputsMissing = 0;
  }

  /** Returns what is known by now; {@code reported} is the cost that the agent told, or null. */
  final synchronized RunTotals snapshot(int tools, @Nullable BigDecimal reported) {
    return new RunTotals(
        input,
        outputsMissing == 0 ? output : TokenUsage.UNKNOWN,
        tools,
        costIsKnown() ? Price.exact(totalPicos) : null,
        costIsKnown() ? Price.exact(inputPicos) : null,
        costIsKnown() ? Price.exact(outputPicos) : null,
        reported);
  }

  /** Writes the totals to the run's span. */
  final synchronized void write(Span span, int tools, @Nullable BigDecimal reported) {
    TotalsAttributes.write(span, tools, input, outputsMissing == 0 ? output : TokenUsage.UNKNOWN);
    if (costIsKnown()) {
      TotalsAttributes.writeCost(span, inputPicos, outputPicos, totalPicos);
    } else if (reported != null) {
      span.setAttribute(GenAi.COST_USD, reported.doubleValue());
    }
    if (reported != null) {
      span.setAttribute(GenAi.COST_REPORTED_USD, reported.doubleValue());
      if (snapshot(tools, reported).costsDiffer()) {
        span.setAttribute(GenAi.COST_MISMATCH, true);
      }
    }
  }

  /** Returns what the calls that have a price cost, or null if none has. */
  final synchronized @Nullable BigDecimal spent() {
    return priced ? Price.exact(totalPicos) : null;
  }

  private boolean costIsKnown() {
    return priced && !unpriced && outputsMissing == 0;
  }

  private static long sum(long a, long b) {
    return b == TokenUsage.UNKNOWN ? a : Math.max(0, a) + b;
  }
}
