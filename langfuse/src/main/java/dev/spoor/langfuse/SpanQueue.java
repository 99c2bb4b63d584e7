// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Ended spans that wait for delivery: bounded, any number of threads put in, one takes out. A span
 * counts against the bound until it is released, so that those on their way to the server are
 * within it. Every span has a position, which lets a flush say exactly what it waits for.
 *
 * <p>Not a {@code java.util.concurrent} queue: those lock or allocate a node on the host's thread.
 */
final class SpanQueue {
  private final int capacity;
  private final int mask;
  private final AtomicReferenceArray<ReadableSpan> slots;
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong released = new AtomicLong();

  SpanQueue(int capacity) {
    this.capacity = capacity;
    int length = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    mask = length - 1;
    slots = new AtomicReferenceArray<>(length);
  }

  /** Puts {@code span} in and returns how many are waiting now, or -1 if the queue is full. */
  int offer(ReadableSpan span) {
    long position;
    long waiting;
    do {
      position = offered.get();
      waiting = position - released.get();
      if (waiting >= capacity) {
        return -1;
      }
    } while (!offered.compareAndSet(position, position + 1));
    slots.setRelease((int) position & mask, span);
    return (int) waiting + 1;
  }

  /** Adds up to {@code limit} of the longest waiting spans to {@code batch}; they stay in. */
  void peek(List<ReadableSpan> batch, int limit) {
    long first = released.get();
    int waiting = (int) Math.min(limit, offered.get() - first);
    for (int i = 0; i < waiting; i++) {
      batch.add(await((int) (first + i) & mask));
    }
  }

  /** A producer has its place before it has put its span there: a few instructions apart. */
  private ReadableSpan await(int slot) {
    ReadableSpan span = slots.getAcquire(slot);
    while (span == null) {
      Thread.onSpinWait();
      span = slots.getAcquire(slot);
    }
    return span;
  }

  /** Forgets the {@code count} longest waiting spans. */
  void release(int count) {
    long first = released.get();
    for (int i = 0; i < count; i++) {
      slots.setPlain((int) (first + i) & mask, null);
    }
    released.set(first + count);
  }

  /** Returns how many spans were ever put in. */
  long offered() {
    return offered.get();
  }

  /** Returns how many spans were ever released. */
  long released() {
    return released.get();
  }

  /** Returns how many spans are waiting. */
  int size() {
    return (int) (offered.get() - released.get());
  }
}
