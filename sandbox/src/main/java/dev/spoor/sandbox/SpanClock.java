// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.function.LongSupplier;

/**
 * The time of one span. An SDK reads the clock of the machine once for a trace and counts on from
 * there, so a trace that is hours old may differ from that clock by much; what a sandbox tells is
 * moved by as much, or children would begin before their parents.
 */
final class SpanClock {
  private final long startEpochNanos;
  private final long machineAhead;
  private final LongSupplier nanoTime;
  private final long startNanos;

  /** Takes the time of now by the machine and by the span, which has just started. */
  SpanClock(long startEpochNanos, long machineEpochNanos, LongSupplier nanoTime) {
    this.startEpochNanos = startEpochNanos;
    this.machineAhead = machineEpochNanos - startEpochNanos;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /**
   * Returns {@code machineEpochNanos} in the span's time, but not before it began nor after now.
   */
  long within(long machineEpochNanos) {
    // Halved, the strangest number has no overflow.
    long bounded = Math.max(0, Math.min(machineEpochNanos, Long.MAX_VALUE / 2));
    long now = startEpochNanos + Math.max(0, nanoTime.getAsLong() - startNanos);
    return Math.max(startEpochNanos, Math.min(bounded - machineAhead, now));
  }
}
