// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

/** When things happened in one session, in monotonic nanoseconds. Thread-safe. */
final class SessionTimes {
  private static final double SECOND = 1e9;

  private final SseClock clock;
  private final long start;
  private boolean hasEvent;
  private long firstEvent;
  private long lastEvent;
  private long longestGap;
  private long lastProgress;
  private int progresses;
  private volatile int seenTick;

  SessionTimes(SseClock clock) {
    this.clock = clock;
    start = clock.nanoTime();
    lastEvent = start;
    lastProgress = start;
    // Makes the first event look at the time.
    seenTick = clock.tick() - 1;
  }

  /** Returns whether the clock's tick has moved since the last look at the time. */
  boolean tickMoved() {
    return seenTick != clock.tick();
  }

  /** Notes that an event was sent just now; returns whether it was the first. */
  synchronized boolean event() {
    seenTick = clock.tick();
    long now = clock.nanoTime();
    boolean isFirst = !hasEvent;
    if (isFirst) {
      hasEvent = true;
      firstEvent = now;
    } else {
      longestGap = Math.max(longestGap, now - lastEvent);
    }
    lastEvent = now;
    return isFirst;
  }

  synchronized boolean hasEvent() {
    return hasEvent;
  }

  synchronized double secondsToFirstEvent() {
    return (firstEvent - start) / SECOND;
  }

  /**
   * Returns the longest time without an event after the first one, the time since the last
   * included.
   */
  synchronized double longestGapSeconds(long now) {
    return hasEvent ? Math.max(longestGap, now - lastEvent) / SECOND : 0;
  }

  double ageSeconds(long now) {
    return (now - start) / SECOND;
  }

  long age(long now) {
    return now - start;
  }

  synchronized long idle(long now) {
    return now - lastEvent;
  }

  /** Returns the number of the progress mark that is due, or 0 if none is. */
  synchronized int dueProgress(long now, long interval) {
    if (now - lastProgress < interval) {
      return 0;
    }
    lastProgress = now;
    return ++progresses;
  }
}
