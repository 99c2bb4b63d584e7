// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ids of our spans that sandboxes were told lately. A program knows these, those of earlier
 * commands in its trace too, and must not send spans by the same ids: backends would let the last
 * one win. Keeps a fixed number. Safe for use by many threads.
 */
final class HostSpans {
  private static final int LIMIT = 10_000;

  private final Map<String, Boolean> ids = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > LIMIT;
    }
  };

  synchronized void add(String spanId) {
    ids.put(spanId, true);
  }

  synchronized boolean contain(String spanId) {
    return ids.containsKey(spanId);
  }
}
