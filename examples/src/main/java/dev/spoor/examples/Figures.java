// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Writes numbers for people. */
final class Figures {
  private static final BigDecimal LEAST_SHOWN = new BigDecimal("0.0001");
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private Figures() {}

  static String duration(long nanos) {
    if (nanos < MILLI) {
      return Math.max(0, nanos / MICRO) + " µs";
    }
    if (nanos < SECOND) {
      return nanos / MILLI + " ms";
    }
    if (nanos < 60 * SECOND) {
      return String.format(Locale.ROOT, "%.2f s", nanos / (double) SECOND);
    }
    long seconds = nanos / SECOND;
    return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
  }

  /** Returns an amount in dollars with four decimals; what is less is said to be less, not 0. */
  static String money(BigDecimal usd) {
    if (usd.signum() > 0 && usd.compareTo(LEAST_SHOWN) < 0) {
      return "<$" + LEAST_SHOWN.toPlainString();
    }
    return "$" + usd.setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
