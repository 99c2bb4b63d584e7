// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

/** When things happened in one session, in monotonic nanoseconds. Thread-safe. */
abstract class SessionTimes {
  private static final double SECOND = 1e9;

  private final long start;
  private long firstEvent;
  private long lastEvent;
  /** Negative before the first event. */
  private long longestGap = -1;

  private volatile int seenTick;

  SessionTimes(SseClock clock) {
    start = clock.nanoTime();
    lastEvent = start;
    // Makes the first event look at the time.
    seenTick = clock.tick() - 1;
  }

  /** Returns whether the clock's tick has moved since the last look at the time. */
  final boolean tickMoved(SseClock clock) {
    return seenTick != clock.tick();
  }

  /** Notes that an event was sent just now; returns whether it was the first. */
  final synchronized boolean event(SseClock clock) {
    seenTick = clock.tick();
    long now = clock.nanoTime();
    boolean isFirst = longestGap < 0;
    if (isFirst) {
      longestGap = 0;
      firstEvent = now;
    } else {
      longestGap = Math.max(longestGap, now - lastEvent);
    }
    lastEvent = now;
    return isFirst;
  }

  final synchronized boolean hasEvent() {
    return longestGap >= 0;
  }

  final synchronized double secondsToFirstEvent() {
    return (firstEvent - start) / SECOND;
  }

  /**
   * Returns the longest time without an event after the first one, the time since the last
   * included.
   */
  final synchronized double longestGapSeconds(long now) {
    return hasEvent() ? Math.max(longestGap, now - lastEvent) / SECOND : 0;
  }

  final double ageSeconds(long now) {
    return (now - start) / SECOND;
  }

  final long age(long now) {
    return now - start;
  }

  final synchronized long idle(long now) {
    return now - lastEvent;
  }

  /** Returns how many intervals have passed if they were fewer at {@code before}, else 0. */
  final int dueProgress(long before, long now, long interval) {
    long passed = (now - start) / interval;
    return passed > (before - start) / interval ? (int) passed : 0;
  }
}
