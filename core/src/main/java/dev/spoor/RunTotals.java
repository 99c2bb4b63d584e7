// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a run has used so far, its sub-agents included. Nothing is known where OpenTelemetry is off:
 * nobody keeps books then.
 *
 * @param input all input tokens, or {@link TokenUsage#UNKNOWN}
 * @param output all output tokens, or {@link TokenUsage#UNKNOWN} while those of a call are not
 *     known
 * @param tools how many tools were called
 * @param cost the cost by our prices in US dollars, exact; null while a price or a count is not
 *     known
 * @param inputCost the part of {@code cost} for input and cache
 * @param outputCost the part of {@code cost} for output
 * @param reportedCost the cost that the agent told; null if it told none
 */
public record RunTotals(
    long input,
    long output,
    int tools,
    @Nullable BigDecimal cost,
    @Nullable BigDecimal inputCost,
    @Nullable BigDecimal outputCost,
    @Nullable BigDecimal reportedCost) {
  static final RunTotals UNKNOWN =
      new RunTotals(TokenUsage.UNKNOWN, TokenUsage.UNKNOWN, 0, null, null, null, null);

  private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

  /** Returns the cost by our prices, else the one that the agent told, else null. */
  public @Nullable BigDecimal bestCost() {
    return cost == null ? reportedCost : cost;
  }

  /** Returns whether the two costs are known and differ by more than one in a hundred. */
  public boolean costsDiffer() {
    if (cost == null || reportedCost == null) {
      return false;
    }
    BigDecimal difference = cost.subtract(reportedCost).abs();
    return difference.compareTo(cost.max(reportedCost).multiply(TOLERANCE)) > 0;
  }
}
