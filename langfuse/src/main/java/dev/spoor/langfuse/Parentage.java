// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where spans hang whose parent does not go to Langfuse, and which open spans do not go
 * there, so that what is left of a trace is still one tree. Spans whose ancestors all go there, the
 * usual case, are not in it.
 *
 * <p>Bounded by two generations: when the younger is full the older is forgotten, which only spans
 * can be in that have been open while thousands of others started. Safe for use by many threads.
 */
final class Parentage {
  private static final int GENERATION = 5_000;

  private volatile ConcurrentMap<String, Place> younger = new ConcurrentHashMap<>();
  private volatile ConcurrentMap<String, Place> older = new ConcurrentHashMap<>();

  @Nullable Place get(String spanId) {
    Place place = younger.get(spanId);
    return place == null ? older.get(spanId) : place;
  }

  void put(String spanId, Place place) {
    if (younger.size() >= GENERATION) {
      age();
    }
    younger.put(spanId, place);
  }

  private synchronized void age() {
    if (younger.size() >= GENERATION) {
      older = younger;
      younger = new ConcurrentHashMap<>();
    }
  }

  /** Returns the place of {@code spanId} and forgets it. */
  @Nullable Place take(String spanId) {
    ConcurrentMap<String, Place> young = younger;
    ConcurrentMap<String, Place> old = older;
    if (young.isEmpty() && old.isEmpty()) {
      return null;
    }
    Place place = young.remove(spanId);
    return place == null ? old.remove(spanId) : place;
  }

  /**
   * Where a span hangs.
   *
   * @param expected whether the span itself was expected to go to Langfuse when it started
   * @param ancestor the span that it hangs on in Langfuse; null if it hangs on none, or on its own
   *     parent
   * @param keepsParent whether it hangs on its own parent
   * @param root whether it is the first of its trace in this application
   */
  record Place(boolean expected, @Nullable String ancestor, boolean keepsParent, boolean root) {}
}
