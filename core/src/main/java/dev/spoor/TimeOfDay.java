// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import org.jspecify.annotations.Nullable;

/**
 * Makes times of day of monotonic times. The system is asked for the time of day once a second at
 * most: asking is slow, and runs of one second had better agree on it. Thread-safe.
 */
final class TimeOfDay {
  private static final long VALID_NANOS = 1_000_000_000;

  private final Clock clock;
  private volatile @Nullable Reading last;

  TimeOfDay(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns what to add to the monotonic times of a run that starts at {@code nanos}: one clock for
   * the whole of it.
   */
  long offset(long nanos) {
    Reading known = last;
    if (known == null || nanos - known.nanos > VALID_NANOS) {
      known = new Reading(nanos, clock.epochNanos() - nanos);
      last = known;
    }
    return known.offset;
  }

  private record Reading(long nanos, long offset) {}
}
