// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one session has sent, by event type, and when. Counting is one addition and makes no
 * garbage: a slot holds the events not yet handed to the metrics in its upper bits and their bytes
 * in its lower ones. {@link #flush} takes what the slots hold into the totals and the metrics. A
 * thread that sends many events gets slots of its own: see {@link SenderCounts}. One object with
 * its times, as there is one of these for each open session. Thread-safe.
 */
final class SessionRecord extends SessionTimes {
  /**
   * So often a type's slot is emptied, which keeps both halves of a slot far from their limits;
   * then the thread that did so gets slots of its own. A power of two: so few that the compiler
   * finds what is done until then rare, and more than a short stream has.
   */
  static final int FLUSH_EVERY = 128;

  private static final int SHIFT = 40;
  static final long ONE_EVENT = 1L << SHIFT;
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

  /**
   * Counts an event like the last one of a thread that has slots of its own. Returns false if it is
   * none, or if there is more to do than to count: then {@link #addEvent} is to count it.
   */
  boolean addEventQuickly(SseClock clock, @Nullable String type, long bytes) {
    SenderCounts own = sender();
    return own != null
        && own.isOfThisThread()
        && isSmall(bytes)
        && !tickMoved(clock)
        && own.addLike(type, ONE_EVENT + bytes);
  }

  /**
   * Counts an event; returns how many of its type came before it: since they were last handed on,
   * or since a multiple of {@link #FLUSH_EVERY}.
   */
  int addEvent(EventTypes types, @Nullable String type, long bytes) {
    int slot = types.slotOf(type);
    if (slot >= pending.length || !isSmall(bytes)) {
      return addRare(types, slot, bytes);
    }
    SenderCounts own = sender();
    return own != null && own.isOfThisThread()
        ? eventsOf(own.add(type, slot, ONE_EVENT + bytes)) % SenderCounts.FLUSH_EVERY
        : eventsOf((long) SLOT.getAndAdd(pending, slot, ONE_EVENT + bytes));
  }

  /** Counts an event of a type learnt later, or of a size that no slot takes. */
  private int addRare(EventTypes types, int slot, long bytes) {
    addBytes(types, bytes);
    return slot >= pending.length
        ? addLate(types, slot)
        : eventsOf((long) SLOT.getAndAdd(pending, slot, ONE_EVENT));
  }

  private static boolean isSmall(long bytes) {
    return bytes >= 0 && bytes <= MAX_SLOT_BYTES;
  }

  /** Gives the calling thread slots of its own, unless another one has them. */
  synchronized void claimSlots(EventTypes types) {
    More known = more(types);
    if (known.sender == null) {
      known.sender = new SenderCounts(pending.length, types);
    }
  }

  private @Nullable SenderCounts sender() {
    More known = more;
    return known == null ? null : known.sender;
  }

  /** Returns whether the calling thread has slots of its own. */
  boolean thisThreadHasSlots() {
    SenderCounts own = sender();
    return own != null && own.isOfThisThread();
  }

  /** Returns whether a thread other than the calling one has slots of its own. */
  boolean anotherThreadHasSlots() {
    return sender() != null && !thisThreadHasSlots();
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
    long shared = isEmpty ? 0 : (long) SLOT.getAndSet(pending, slot, 0L);
    SenderCounts own = sender();
    return own == null ? shared : shared + own.take(slot);
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

    /** Set once, and read without the lock: who does not see it yet counts as the others do. */
    @Nullable SenderCounts sender;

    More(int capacity) {
      totals = new long[capacity];
      late = new int[capacity];
    }
  }
}
