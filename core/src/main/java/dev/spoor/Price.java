// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.math.BigDecimal;

/** What one usage costs, in pico-dollars by kind. */
record Price(long input, long cacheRead, long cacheWrite, long output, long tool) {
  static final Price ZERO = new Price(0, 0, 0, 0, 0);

  private static final int SCALE = 12;
  private static final double PICOS = 1e12;

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
    return BigDecimal.valueOf(picos, SCALE);
  }

  /** The one place where exact money becomes a double, as metrics want it. */
  static double dollars(long picos) {
    return picos / PICOS;
  }
}
