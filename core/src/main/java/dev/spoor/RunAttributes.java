// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's totals to its span, under names that no backend adds to those of the model calls.
 */
final class RunAttributes {
  static void write(Span span, RunTotals totals) {
    span.setAttribute(GenAi.TOOLS_EXECUTED, totals.tools());
    set(span, GenAi.TOKENS_INPUT, totals.input());
    set(span, GenAi.TOKENS_OUTPUT, totals.output());
    if (totals.input() != TokenUsage.UNKNOWN && totals.output() != TokenUsage.UNKNOWN) {
      span.setAttribute(GenAi.TOKENS_TOTAL, totals.input() + totals.output());
    }
    set(span, GenAi.COST_USD, totals.bestCost());
    set(span, GenAi.COST_INPUT_USD, totals.inputCost());
    set(span, GenAi.COST_OUTPUT_USD, totals.outputCost());
    set(span, GenAi.COST_REPORTED_USD, totals.reportedCost());
    if (totals.costsDiffer()) {
      span.setAttribute(GenAi.COST_MISMATCH, true);
    }
  }

  private static void set(Span span, AttributeKey<Long> key, long count) {
    if (count != TokenUsage.UNKNOWN) {
      span.setAttribute(key, count);
    }
  }

  private static void set(Span span, AttributeKey<Double> key, @Nullable BigDecimal dollars) {
    if (dollars != null) {
      span.setAttribute(key, dollars.doubleValue());
    }
  }

  private RunAttributes() {}
}
