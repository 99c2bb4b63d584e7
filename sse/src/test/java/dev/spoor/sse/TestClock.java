// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that the test moves. */
final class TestClock {
  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

  long nanoTime() {
    return nanos.get();
  }

  void advance(Duration by, SseSpanRecorder recorder) {
    nanos.addAndGet(by.toNanos());
    recorder.clock.advance();
  }
}
