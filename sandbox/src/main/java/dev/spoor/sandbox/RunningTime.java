// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a sandbox has run, paused time left out, by a clock that never goes back. Safe for use
 * by many threads.
 */
final class RunningTime {
  private static final long NEVER = Long.MAX_VALUE;

  private final LongSupplier nanoTime;
  private final Supplier<@Nullable Duration> timeToLive;
  private final long origin;
  private long counted;
  private long runningSince;
  private boolean running = true;
  private long expiry = NEVER;

  /** {@code timeToLive} is what the sandbox itself knows of its end. */
  RunningTime(LongSupplier nanoTime, Supplier<@Nullable Duration> timeToLive) {
    this.nanoTime = nanoTime;
    this.timeToLive = timeToLive;
    this.origin = nanoTime.getAsLong();
  }

  synchronized long nanos() {
    return counted + (running ? Math.max(0, now() - runningSince) : 0);
  }

  /** The provider ends the sandbox this long from now, if it is not told otherwise. */
  synchronized void expireAfter(Duration duration) {
    if (!isExpired()) {
      expiry = saturatedAdd(clock(), saturatedNanos(duration));
    }
  }

  synchronized void pause() {
    counted = nanos();
    running = false;
  }

  synchronized void resume() {
    if (!running) {
      runningSince = now();
      running = true;
    }
  }

  synchronized boolean isExpired() {
    return clock() >= end();
  }

  private long now() {
    return Math.min(clock(), end());
  }

  private long end() {
    Duration left = timeToLive.get();
    return left == null ? expiry : Math.min(expiry, saturatedAdd(clock(), saturatedNanos(left)));
  }

  private long clock() {
    return nanoTime.getAsLong() - origin;
  }

  private static long saturatedNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return NEVER;
    }
  }

  private static long saturatedAdd(long a, long b) {
    return b > 0 && a > NEVER - b ? NEVER : a + b;
  }
}
