// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The sessions that are open, in a table that needs no object for each of them. Safe for use by
 * many threads; nothing is done with the lock held but adding, removing and copying.
 */
final class OpenSessions {
  private final Set<SseSession> sessions = Collections.newSetFromMap(new IdentityHashMap<>());

  synchronized void add(SseSession session) {
    sessions.add(session);
  }

  synchronized void remove(SseSession session) {
    sessions.remove(session);
  }

  synchronized int size() {
    return sessions.size();
  }

  synchronized boolean isEmpty() {
    return sessions.isEmpty();
  }

  /** Returns those that are open now. */
  synchronized List<SseSession> all() {
    return List.copyOf(sessions);
  }

  /** Returns those that were open, and holds none from here on. */
  synchronized List<SseSession> removeAll() {
    List<SseSession> removed = all();
    sessions.clear();
    return removed;
  }
}
