// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Tells the time of day once for a run, and monotonic time for everything in it. */
record Clock(InstantSource wall, LongSupplier monotonic) {
  static final Clock SYSTEM = new Clock(InstantSource.system(), System::nanoTime);

  long nanoTime() {
    return monotonic.getAsLong();
  }

  long epochNanos() {
    var now = wall.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
