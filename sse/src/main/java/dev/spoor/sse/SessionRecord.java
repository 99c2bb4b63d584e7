// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one session has sent, by event type, and when. Counting is one atomic addition and makes no
 * garbage: a slot holds the events not yet handed to the metrics in its upper bits and their bytes
 * in its lower ones. {@link #flush} empties the slots into the totals and the metrics. One object
 * with its times, as there is one of these for each open session. Thread-safe.
 */
final class SessionRecord extends SessionTimes {
  /** So often a type's slot is emptied, which keeps both halves of a slot far from their limits. */
  static final int FLUSH_EVERY = 256;

  private static final int SHIFT = 40;
  private static final long ONE_EVENT = 1L << SHIFT;
  private static final long BYTES_MASK = ONE_EVENT - 1;
  /** More than this at once does not go through a slot. */
  private static final long MAX_SLOT_BYTES = 1L << 28;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  /** A slot for each type that was known when the session began. */
  private final long[] pending;

  private @Nullable More more;
  private long totalEvents;
  private long totalBytes;

  SessionRecord(SseClock clock, EventTypes types) {
    super(clock);
    pending = new long[types.size()];
  }

  /** Counts an event; returns how many of its type were pending before it. */
  int addEvent(EventTypes types, @Nullable String type, long bytes) {
    int slot = types.slotOf(type);
    if (slot >= pending.length) {
      addBytes(types, bytes);
      return addLate(types, slot);
    }
    if (bytes < 0 || bytes > MAX_SLOT_BYTES) {
      addBytes(types, bytes);
      return eventsOf((long) SLOT.getAndAdd(pending, slot, ONE_EVENT));
    }
    return eventsOf((long) SLOT.getAndAdd(pending, slot, ONE_EVENT + bytes));
  }

  /** Counts bytes of no event, or of one that is counted. Negative ones are none. */
  void addBytes(EventTypes types, long bytes) {
    if (bytes > MAX_SLOT_BYTES) {
      addLarge(types, bytes);
    } else if (bytes > 0) {
      // The first type is always known.
      SLOT.getAndAdd(pending, 0, bytes);
    }
  }

  private synchronized int addLate(EventTypes types, int slot) {
    return more(types).late[slot]++;
  }

  private synchronized void addLarge(EventTypes types, long bytes) {
    more(types).largeBytes += bytes;
  }

  private More more(EventTypes types) {
    if (more == null) {
      more = new More(types.capacity());
    }
    return more;
  }

  /** Hands what is pending to {@code metrics} and adds it to the totals. */
  synchronized void flush(EventTypes types, RouteMetrics metrics, Context context) {
    long bytes = takeLargeBytes();
    int size = types.size();
    for (int slot = 0; slot < size; slot++) {
      long taken = take(slot);
      count(slot, eventsOf(taken), metrics, context);
      if (taken != 0) {
        more(types).totals[slot] += eventsOf(taken);
      }
      bytes += taken & BYTES_MASK;
    }
    count(bytes, metrics, context);
  }

  /**
   * Does the last {@link #flush} and returns all events by type, as {@code text=12 result=1}. A
   * session that was never flushed before needs no totals by type for that.
   */
  synchronized String finish(EventTypes types, RouteMetrics metrics, Context context) {
    String text = "";
    long bytes = takeLargeBytes();
    int size = types.size();
    for (int slot = 0; slot < size; slot++) {
      long taken = take(slot);
      count(slot, eventsOf(taken), metrics, context);
      bytes += taken & BYTES_MASK;
      long events = eventsOf(taken) + (more == null ? 0 : more.totals[slot]);
      text = with(text, types.name(slot), events);
    }
    count(bytes, metrics, context);
    return text;
  }

  /** Returns the events that were flushed, by type. */
  synchronized String byType(EventTypes types) {
    String text = "";
    for (int slot = 0; more != null && slot < more.totals.length && slot < types.size(); slot++) {
      text = with(text, types.name(slot), more.totals[slot]);
    }
    return text;
  }

  private static String with(String text, String type, long events) {
    if (events == 0) {
      return text;
    }
    return text.isEmpty() ? type + "=" + events : text + " " + type + "=" + events;
  }

  /** Returns the span that last told of this session's progress, invalid if there was none. */
  synchronized SpanContext lastProgress() {
    return more == null ? SpanContext.getInvalid() : more.lastProgress;
  }

  synchronized void setLastProgress(EventTypes types, SpanContext span) {
    more(types).lastProgress = span;
  }

  private long take(int slot) {
    if (slot >= pending.length) {
      return (long) takeLate(slot) << SHIFT;
    }
    boolean isEmpty = (long) SLOT.getVolatile(pending, slot) == 0;
    return isEmpty ? 0 : (long) SLOT.getAndSet(pending, slot, 0L);
  }

  private int takeLate(int slot) {
    if (more == null) {
      return 0;
    }
    int taken = more.late[slot];
    more.late[slot] = 0;
    return taken;
  }

  private long takeLargeBytes() {
    if (more == null) {
      return 0;
    }
    long taken = more.largeBytes;
    more.largeBytes = 0;
    return taken;
  }

  private static int eventsOf(long slot) {
    return (int) (slot >>> SHIFT);
  }

  private void count(int slot, int events, RouteMetrics metrics, Context context) {
    if (events > 0) {
      totalEvents += events;
      metrics.events(slot, events, context);
    }
  }

  private void count(long bytes, RouteMetrics metrics, Context context) {
    if (bytes > 0) {
      totalBytes += bytes;
      metrics.bytes(bytes, context);
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

  /**
   * What few sessions have: those that were flushed before their end, that saw a type learnt after
   * their start, or an event of a size that no slot takes. Guarded by the session's record.
   */
  private static final class More {
    final long[] totals;
    final int[] late;
    long largeBytes;
    SpanContext lastProgress = SpanContext.getInvalid();

    More(int capacity) {
      totals = new long[capacity];
      late = new int[capacity];
    }
  }
}
