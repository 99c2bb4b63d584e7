// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
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
  private int tools;
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

  final synchronized void addTool() {
    tools++;
  }

  /** Returns what is known by now; {@code reported} is the cost that the agent told, or null. */
  final synchronized RunTotals snapshot(@Nullable BigDecimal reported) {
    return new RunTotals(
        input,
        outputsMissing == 0 ? output : TokenUsage.UNKNOWN,
        tools,
        costIsKnown() ? Price.exact(totalPicos) : null,
        costIsKnown() ? Price.exact(inputPicos) : null,
        costIsKnown() ? Price.exact(outputPicos) : null,
        reported);
  }

  /**
   * Writes the totals to the run's span, under names that no backend adds to those of the model
   * calls.
   */
  final synchronized void write(Span span, @Nullable BigDecimal reported) {
    span.setAttribute(GenAi.TOOLS_EXECUTED, tools);
    set(span, GenAi.TOKENS_INPUT, input);
    if (outputsMissing == 0) {
      set(span, GenAi.TOKENS_OUTPUT, output);
      set(span, GenAi.TOKENS_TOTAL, input < 0 || output < 0 ? TokenUsage.UNKNOWN : input + output);
    }
    if (costIsKnown()) {
      span.setAttribute(GenAi.COST_USD, Price.dollars(totalPicos));
      span.setAttribute(GenAi.COST_INPUT_USD, Price.dollars(inputPicos));
      span.setAttribute(GenAi.COST_OUTPUT_USD, Price.dollars(outputPicos));
    } else if (reported != null) {
      span.setAttribute(GenAi.COST_USD, reported.doubleValue());
    }
    if (reported != null) {
      span.setAttribute(GenAi.COST_REPORTED_USD, reported.doubleValue());
      if (snapshot(reported).costsDiffer()) {
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

  private static void set(Span span, AttributeKey<Long> key, long count) {
    if (count != TokenUsage.UNKNOWN) {
      span.setAttribute(key, count);
    }
  }

  private static long sum(long a, long b) {
    return b == TokenUsage.UNKNOWN ? a : Math.max(0, a) + b;
  }
}
