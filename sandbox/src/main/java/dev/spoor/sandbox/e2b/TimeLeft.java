// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a sandbox lives. It stands still while the sandbox is paused. Thread-safe. */
final class TimeLeft {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private long expiryNanos;
  private @Nullable Duration paused;

  TimeLeft(Duration left) {
    set(left);
  }

  /** Says that the sandbox runs, and for how long from now. */
  synchronized void set(Duration left) {
    paused = null;
    expiryNanos = System.nanoTime() + left.toNanos();
  }

  synchronized void pause() {
    if (paused == null) {
      paused = untilExpiry();
    }
  }

  /** Returns the time left, negative when it is up; null while paused. */
  synchronized @Nullable Duration running() {
    return paused == null ? untilExpiry() : null;
  }

  /** Returns the time left, of a paused sandbox too. */
  synchronized Duration atLeastASecond() {
    Duration left = paused == null ? untilExpiry() : paused;
    return left.compareTo(SECOND) < 0 ? SECOND : left;
  }

  private Duration untilExpiry() {
    return Duration.ofNanos(expiryNanos - System.nanoTime());
  }
}
