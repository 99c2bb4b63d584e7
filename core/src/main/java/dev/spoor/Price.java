// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.Cost;
import dev.spoor.cost.CostPart;
import dev.spoor.cost.ModelPrice;
import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** What one usage costs, in pico-dollars by kind. */
record Price(long input, long cacheRead, long cacheWrite, long output, long tool) {
  static final Price ZERO = new Price(0, 0, 0, 0, 0);

  private static final int SCALE = 12;
  private static final double PICOS = 1e12;

  /** Returns the price of {@code usage}, or null if it has none. */
  static @Nullable Price of(ModelPrice model, TokenUsage usage) {
    if (!model.isKnown()) {
      return null;
    }
    long input = model.picoDollars(CostPart.INPUT, usage);
    long cacheRead = model.picoDollars(CostPart.CACHE_READ, usage);
    long cacheWrite = model.picoDollars(CostPart.CACHE_WRITE, usage);
    long output = model.picoDollars(CostPart.OUTPUT, usage);
    long tool = model.picoDollars(CostPart.TOOL, usage);
    boolean exact = input >= 0 && cacheRead >= 0 && cacheWrite >= 0 && output >= 0 && tool >= 0;
    return exact ? new Price(input, cacheRead, cacheWrite, output, tool) : of(model.cost(usage));
  }

  /** What does not fit into pico-dollars exactly is rounded to them, or unknown. */
  private static @Nullable Price of(Cost cost) {
    return cost.isKnown()
        ? new Price(
            picos(cost.input()),
            picos(cost.cacheRead()),
            picos(cost.cacheWrite()),
            picos(cost.output()),
            picos(cost.tool()))
        : null;
  }

  private static long picos(@Nullable BigDecimal dollars) {
    return dollars == null
        ? 0
        : dollars.movePointRight(SCALE).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  long total() {
    return input + cacheRead + cacheWrite + output + tool;
  }

  Price minus(Price other) {
    return new Price(
        input - other.input,
        cacheRead - other.cacheRead,
        cacheWrite - other.cacheWrite,
        output - other.output,
        tool - other.tool);
  }

  static BigDecimal exact(long picos) {
    return picos == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(picos, SCALE).stripTrailingZeros();
  }

  /** The one place where exact money becomes a double, as metrics want it. */
  static double dollars(long picos) {
    return picos / PICOS;
  }
}
