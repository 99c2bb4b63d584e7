// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.CostPart;
import dev.spoor.cost.ModelPrice;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a run used to its span, under names that no backend adds to those of the model calls.
 */
final class TotalsAttributes {
  /** Writes the totals of a run whose only model call is {@code kept}, or that had none. */
  static void write(Span span, int tools, @Nullable Generation kept, AgentTracer tracer) {
    TokenUsage usage = kept == null ? TokenUsage.NONE : kept.usageAtEnd();
    write(span, tools, usage.input(), usage.output());
    if (kept != null && usage.output() >= 0) {
      writeCost(span, kept.names(), usage, tracer);
    }
  }

  static void write(Span span, int tools, long input, long output) {
    span.setAttribute(GenAi.TOOLS_EXECUTED, tools);
    set(span, GenAi.TOKENS_INPUT, input);
    set(span, GenAi.TOKENS_OUTPUT, output);
    set(span, GenAi.TOKENS_TOTAL, input < 0 || output < 0 ? TokenUsage.UNKNOWN : input + output);
  }

  static void writeCost(Span span, long inputPicos, long outputPicos, long totalPicos) {
    span.setAttribute(GenAi.COST_USD, Price.dollars(totalPicos));
    span.setAttribute(GenAi.COST_INPUT_USD, Price.dollars(inputPicos));
    span.setAttribute(GenAi.COST_OUTPUT_USD, Price.dollars(outputPicos));
  }

  /** Without a {@link Price}, which would be the only garbage here. */
  private static void writeCost(Span span, ModelNames model, TokenUsage usage, AgentTracer tracer) {
    long total = model.price.picoDollars(usage);
    if (total != ModelPrice.UNKNOWN_AMOUNT) {
      long output = model.price.picoDollars(CostPart.OUTPUT, usage);
      long tools = model.price.picoDollars(CostPart.TOOL, usage);
      writeCost(span, total - output - tools, output, total);
      return;
    }
    Price price = tracer.price(model, usage, false);
    if (price != null) {
      long input = price.input() + price.cacheRead() + price.cacheWrite();
      writeCost(span, input, price.output(), price.total());
    }
  }

  private static void set(Span span, AttributeKey<Long> key, long count) {
    if (count != TokenUsage.UNKNOWN) {
      span.setAttribute(key, count);
    }
  }

  private TotalsAttributes() {}
}
