// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Tells the time of a replayed run: it began now and moves as the recording says, however fast it
 * is replayed. Safe for use by many threads.
 */
final class ReplayClock implements InstantSource {
  private final Instant begin = Instant.now();
  private volatile long nanos;

  void moveTo(Duration sinceBegin) {
    nanos = Math.max(nanos, sinceBegin.toNanos());
  }

  @Override
  public Instant instant() {
    return begin.plusNanos(nanos);
  }

  long nanoTime() {
    return nanos;
  }
}
