// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prices that one table has for one model. Filled by one thread, then safe for use by many:
 * lines are read when their prices are first asked for.
 */
final class PriceLayer {
  final String key;
  final String provider;
  final String model;
  /** The lines of the prices; empty for prices from code. */
  private final List<PriceFileLine> lines = new ArrayList<>(1);

  private final List<Price> added = new ArrayList<>(0);
  private volatile @Nullable List<Price> prices;

  /**
   * Returns a layer without prices.
   *
   * @param key {@code provider/model}
   */
  PriceLayer(String key) {
    this.key = key;
    int slash = key.indexOf('/');
    provider = key.substring(0, slash);
    model = key.substring(slash + 1);
  }

  void add(PriceFileLine line) {
    lines.add(line);
  }

  void add(Price price) {
    added.add(price);
  }

  /** Returns the prices. Two threads that ask at once both read them, to the same effect. */
  List<Price> prices() {
    List<Price> known = prices;
    if (known == null) {
      var read = new ArrayList<>(added);
      for (PriceFileLine line : lines) {
        read.add(PriceLineReader.read(line));
      }
      known = List.copyOf(read);
      prices = known;
    }
    return known;
  }

  /** Returns an error that leads to the price at {@code index}. */
  IllegalArgumentException error(int index, String what, String remedy) {
    return lines.isEmpty()
        ? new IllegalArgumentException(what + ": " + remedy + ".")
        : lines.get(index).error(what, remedy);
  }
}
