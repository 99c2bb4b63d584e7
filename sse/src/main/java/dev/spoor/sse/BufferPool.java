// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few encoders that all writers share, so that an open session needs no buffer of its own.
 * Thread-safe, takes no lock.
 */
final class BufferPool {
  /** A power of two; beyond so many writes at once an encoder is made and thrown away. */
  private static final int SIZE = 32;

  static final BufferPool SHARED = new BufferPool();

  private final AtomicReferenceArray<@Nullable SseEncoder> free = new AtomicReferenceArray<>(SIZE);

  SseEncoder take() {
    int start = ThreadLocalRandom.current().nextInt();
    for (int i = 0; i < SIZE; i++) {
      int slot = (start + i) & (SIZE - 1);
      if (free.getPlain(slot) != null) {
        SseEncoder encoder = free.getAndSet(slot, null);
        if (encoder != null) {
          return encoder;
        }
      }
    }
    return new SseEncoder();
  }

  void give(SseEncoder encoder) {
    int start = ThreadLocalRandom.current().nextInt();
    for (int i = 0; i < SIZE; i++) {
      if (free.compareAndSet((start + i) & (SIZE - 1), null, encoder)) {
        return;
      }
    }
  }
}
