// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The events of a stream that a client may still get: the newest ones, by their position in the
 * stream. Guarded by the lock of its feed.
 */
final class KeptEvents {
  /** What an event costs besides its data, in bytes. */
  private static final long OVERHEAD = 128;

  private final ArrayDeque<SseEvent> events = new ArrayDeque<>();
  private long first;
  private long bytes;

  /** Returns the position of the oldest event that is kept. */
  long first() {
    return first;
  }

  /** Returns the position after the newest event. */
  long end() {
    return first + events.size();
  }

  /** Adds an event at the end; returns how many bytes it takes. */
  long add(SseEvent event) {
    long size = sizeOf(event);
    events.add(event);
    bytes += size;
    return size;
  }

  /**
   * Drops the oldest events, at least {@code size} bytes of them, but never the newest; returns how
   * many bytes they were.
   */
  long drop(long size) {
    long dropped = 0;
    for (Iterator<SseEvent> oldest = events.iterator(); dropped < size && events.size() > 1; ) {
      dropped += sizeOf(oldest.next());
      oldest.remove();
      first++;
    }
    bytes -= dropped;
    return dropped;
  }

  /** Drops all events; returns how many bytes they were. */
  long clear() {
    long cleared = bytes;
    first += events.size();
    events.clear();
    bytes = 0;
    return cleared;
  }

  /** Returns the event at {@code position}, or null if there is none yet. */
  @Nullable SseEvent at(long position) {
    if (position < first) {
      throw new IllegalStateException(
          "A client reads too slowly: event " + position + " is no longer kept");
    }
    int index = (int) Math.min(Integer.MAX_VALUE, position - first);
    if (index >= events.size()) {
      return null;
    }
    // Nearly always near one end: who reads along takes the last.
    boolean isLate = index > events.size() / 2;
    Iterator<SseEvent> iterator = isLate ? events.descendingIterator() : events.iterator();
    for (int i = isLate ? events.size() - 1 - index : index; i > 0; i--) {
      iterator.next();
    }
    return iterator.next();
  }

  private static long sizeOf(SseEvent event) {
    return OVERHEAD + 2L * String.valueOf(event.data()).length();
  }
}
