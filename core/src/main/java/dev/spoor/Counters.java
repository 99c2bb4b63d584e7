// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static dev.spoor.ModelLedger.KINDS;

import dev.spoor.cost.CostPart;
import dev.spoor.cost.ModelPrice;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import org.jspecify.annotations.Nullable;

/** Moves the counters of tokens and of money. */
final class Counters {
  /** Moves them by all of {@code usage}, which nothing was counted of before. Allocates nothing. */
  static void move(AgentTracer tracer, ModelNames names, TokenUsage usage) {
    for (int kind = 0; kind < KINDS; kind++) {
      move(tracer, names, kind, ModelLedger.count(usage, kind));
    }
    ModelPrice price = names.price;
    if (price.picoDollars(usage) == ModelPrice.UNKNOWN_AMOUNT) {
      move(tracer, names, tracer.price(names, usage, false));
      return;
    }
    DoubleCounter cost = tracer.instruments.cost;
    add(cost, price.picoDollars(CostPart.INPUT, usage), names.inputCost);
    add(cost, price.picoDollars(CostPart.OUTPUT, usage), names.outputCost);
    add(cost, price.picoDollars(CostPart.CACHE_READ, usage), names.cacheReadCost);
    add(cost, price.picoDollars(CostPart.CACHE_WRITE, usage), names.cacheWriteCost);
    add(cost, price.picoDollars(CostPart.TOOL, usage), names.toolCost);
  }

  static void move(AgentTracer tracer, ModelNames names, int kind, long amount) {
    Attributes attributes = names.tokens(kind);
    if (amount > 0 && attributes != null) {
      tracer.instruments.tokens.add(amount, attributes);
    }
  }

  static void move(AgentTracer tracer, ModelNames names, @Nullable Price price) {
    if (price != null) {
      DoubleCounter cost = tracer.instruments.cost;
      add(cost, price.input(), names.inputCost);
      add(cost, price.output(), names.outputCost);
      add(cost, price.cacheRead(), names.cacheReadCost);
      add(cost, price.cacheWrite(), names.cacheWriteCost);
      add(cost, price.tool(), names.toolCost);
    }
  }

  private static void add(DoubleCounter counter, long picos, Attributes attributes) {
    if (picos > 0) {
      counter.add(Price.dollars(picos), attributes);
    }
  }

  private Counters() {}
}
