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
  private long totalEvents;
  private long totalBytes;
  private String byType = "";
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
    long taken = takeBytesBeyondSlots();
    for (int slot = 0; slot < pending.length; slot++) {
      taken += take(slot, metrics, context, true);
    }
    addBytes(taken, metrics, context);
  }

  /**
   * Does the last {@link #flush}, and keeps the sums by type as text alone: a session that was
   * never flushed before needs no second array.
   */
  synchronized void finish(EventTypes types, RouteMetrics metrics, Context context) {
    long taken = takeBytesBeyondSlots();
    String text = "";
    for (int slot = 0; slot < pending.length; slot++) {
      long before = totalEvents;
      taken += take(slot, metrics, context, false);
      long events = totalEvents - before + (isType(slot) && totals != null ? totals[slot] : 0);
      if (isType(slot) && events > 0) {
        text = text.isEmpty()
            ? types.name(slot) + "=" + events
            : text + " " + types.name(slot) + "=" + events;
      }
    }
    byType = text;
    addBytes(taken, metrics, context);
  }

  private boolean isType(int slot) {
    return slot < pending.length - 1;
  }

  private long takeBytesBeyondSlots() {
    long taken = largeBytes;
    largeBytes = 0;
    return taken;
  }

  /** Empties a slot; returns its bytes. */
  private long take(int slot, RouteMetrics metrics, Context context, boolean keepByType) {
    if ((long) SLOT.getVolatile(pending, slot) == 0) {
      return 0;
    }
    long taken = (long) SLOT.getAndSet(pending, slot, 0L);
    long events = taken >>> SHIFT;
    if (isType(slot) && events > 0) {
      totalEvents += events;
      if (keepByType) {
        keep(slot, events);
      }
      metrics.events(slot, events, context);
    }
    return taken & BYTES_MASK;
  }

  private void keep(int slot, long events) {
    if (totals == null) {
      totals = new long[pending.length - 1];
    }
    totals[slot] += events;
  }

  private void addBytes(long taken, RouteMetrics metrics, Context context) {
    if (taken > 0) {
      totalBytes += taken;
      metrics.bytes(taken, context);
    }
  }

  /** Returns the events that were flushed. */
  synchronized long events() {
    return totalEvents;
  }

  /** Returns the bytes that were flushed. */
  synchronized long bytes() {
    return totalBytes;
  }

  /** Returns all events by type as {@code text=12 result=1}; empty before {@link #finish}. */
  synchronized String byType() {
    return byType;
  }
}
