// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A map from names to what is cached for them, which stops growing at a limit: beyond it, values
 * are made anew and not kept, so that a host which invents names cannot fill the heap nor the
 * metrics.
 */
final class BoundedNames<K, V> {
  private final ConcurrentHashMap<K, V> known = new ConcurrentHashMap<>();
  private final int limit;
  private final Function<K, V> inside;
  private final Function<K, V> beyond;

  BoundedNames(int limit, Function<K, V> inside, Function<K, V> beyond) {
    this.limit = limit;
    this.inside = inside;
    this.beyond = beyond;
  }

  V get(K name) {
    V value = known.get(name);
    if (value != null) {
      return value;
    }
    // Threads that meet here may pass the limit by their number: it bounds memory, it is no exact
    // count.
    return known.size() < limit ? known.computeIfAbsent(name, inside) : beyond.apply(name);
  }
}
