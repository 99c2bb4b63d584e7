// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has sent, by the slot of the event's type. That thread alone counts here, so that
 * it needs no atomic addition, which takes longer than all else that is done for an event. Counts
 * are never reset: readers take differences, which are right even when a count overflows.
 */
final class SenderCounts {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  /** So often the sender hands a type's count to the metrics; a power of two. */
  static final int FLUSH_EVERY = 512;

  private static final long FLUSH_DUE = (FLUSH_EVERY - 1) * SessionRecord.ONE_EVENT;

  private final Thread sender;
  private final long[] counts;
  /** What was taken of each count; guarded by the session's record. */
  private final long[] taken;
  /** Most streams send one type again and again. Of the sender alone, like its slot. */
  private @Nullable String lastType;

  private int lastSlot;

  /** Makes the counts of the calling thread. */
  SenderCounts(int slots, EventTypes types) {
    sender = Thread.currentThread();
    counts = new long[slots];
    taken = new long[slots];
    lastSlot = types.slotOf(lastType);
  }

  boolean isOfThisThread() {
    return sender == Thread.currentThread();
  }

  /**
   * Adds to the count of the type that was sent last, if {@code type} is that one and its count is
   * not to be flushed. Returns whether it did so; for the sender alone.
   */
  @SuppressWarnings("ReferenceEquality") // Hosts pass constants; an equal name is looked up.
  boolean addLike(@Nullable String type, long amount) {
    long before = counts[lastSlot];
    if (type != lastType || (before & FLUSH_DUE) == FLUSH_DUE) {
      return false;
    }
    COUNT.setRelease(counts, lastSlot, before + amount);
    return true;
  }

  /** Adds to the count of {@code type} and returns what it was; for the sender alone. */
  long add(@Nullable String type, int slot, long amount) {
    lastType = type;
    lastSlot = slot;
    long before = counts[slot];
    COUNT.setRelease(counts, slot, before + amount);
    return before;
  }

  /** Returns what was added since the last call. */
  long take(int slot) {
    long count = (long) COUNT.getAcquire(counts, slot);
    long added = count - taken[slot];
    taken[slot] = count;
    return added;
  }
}
