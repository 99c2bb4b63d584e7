// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.util.function.LongSupplier;

/**
 * The monotonic time, and a tick that moves with it every few milliseconds. Reading the time costs
 * more than counting an event, reading the tick costs nothing: events look at the time only when
 * the tick has moved. Thread-safe.
 */
final class SseClock {
  private final LongSupplier nanoTime;
  private volatile int tick;

  SseClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  int tick() {
    return tick;
  }

  /** Moves the tick; called by one thread. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void advance() {
    tick++;
  }
}
