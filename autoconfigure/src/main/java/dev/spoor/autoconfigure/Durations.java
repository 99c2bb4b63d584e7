// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import java.time.Duration;

/** Durations that can be counted in nanoseconds. */
final class Durations {
  /** Far beyond any wait, and far below where a {@code long} of nanoseconds ends. */
  private static final Duration MOST = Duration.ofDays(10_000);

  /** Returns {@code duration}, but none below zero and none above 10,000 days. */
  static Duration bounded(Duration duration) {
    if (duration.isNegative()) {
      return Duration.ZERO;
    }
    return duration.compareTo(MOST) > 0 ? MOST : duration;
  }

  private Durations() {}
}
