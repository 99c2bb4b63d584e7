// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one session has sent, by event type. Counting is one atomic addition and makes no garbage: a
 * slot holds the events not yet handed to the metrics in its upper bits and their bytes in its
 * lower ones. {@link #flush} empties the slots into the totals and the metrics. Thread-safe.
 */
final class SessionCounts {
  /** So often a type's slot is emptied, which keeps both halves of a slot far from their limits. */
  static final int FLUSH_EVERY = 256;

  private static final int SHIFT = 40;
  private static final long ONE_EVENT = 1L << SHIFT;
  private static final long BYTES_MASK = ONE_EVENT - 1;
  /** More than this at once does not go through a slot. */
  private static final long MAX_SLOT_BYTES = 1L << 28;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] pending;
  private long @Nullable [] totals;
  private long totalBytes;
  private long largeBytes;

  SessionCounts(int slots) {
    // The slot after the types holds bytes that belong to no event.
    pending = new long[slots + 1];
  }

  /** Counts an event; returns how many of its type were pending before it. */
  int addEvent(int slot, long bytes) {
    long counted = bytes;
    if (bytes < 0 || bytes > MAX_SLOT_BYTES) {
      addLarge(bytes);
      counted = 0;
    }
    return (int) ((long) SLOT.getAndAdd(pending, slot, ONE_EVENT + counted) >>> SHIFT);
  }

  /** Counts bytes that are no event; returns how often that has happened since the last flush. */
  int addControl(long bytes) {
    return addEvent(pending.length - 1, bytes);
  }

  private synchronized void addLarge(long bytes) {
    largeBytes += Math.max(0, bytes);
  }

  /** Hands what is pending to {@code metrics} and adds it to the totals. */
  synchronized void flush(RouteMetrics metrics, Context context) {
    long bytes = largeBytes;
    largeBytes = 0;
    for (int slot = 0; slot < pending.length; slot++) {
      if ((long) SLOT.getVolatile(pending, slot) == 0) {
        continue;
      }
      long taken = (long) SLOT.getAndSet(pending, slot, 0L);
      bytes += taken & BYTES_MASK;
      if (slot < pending.length - 1) {
        long events = taken >>> SHIFT;
        addTotal(slot, events);
        metrics.events(slot, events, context);
      }
    }
    if (bytes > 0) {
      totalBytes += bytes;
      metrics.bytes(bytes, context);
    }
  }

  private void addTotal(int slot, long events) {
    if (totals == null) {
      totals = new long[pending.length - 1];
    }
    totals[slot] += events;
  }

  /** Returns the events that were flushed. */
  synchronized long events() {
    long sum = 0;
    if (totals != null) {
      for (long events : totals) {
        sum += events;
      }
    }
    return sum;
  }

  /** Returns the bytes that were flushed. */
  synchronized long bytes() {
    return totalBytes;
  }

  /** Returns the flushed events by type as {@code text=12 result=1}; empty if there were none. */
  synchronized String byType(EventTypes types) {
    if (totals == null) {
      return "";
    }
    var text = new StringBuilder(64);
    for (int slot = 0; slot < totals.length; slot++) {
      if (totals[slot] > 0) {
        text.append(text.length() == 0 ? "" : " ");
        text.append(types.name(slot)).append('=').append(totals[slot]);
      }
    }
    return text.toString();
  }
}
