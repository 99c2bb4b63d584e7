// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Under which names each seller's models are called. A seller's names are spelled out when it is
 * first asked for: hosts call few sellers, and spelling out all names would be most of the time
 * that the catalogue takes to load. Filled by one thread, then safe for use by many.
 */
final class NameIndex {
  private final Map<String, Names> bySeller = new HashMap<>();

  /** Adds names; what is added later wins. */
  void add(PriceTable.Alias alias) {
    Names names = bySeller.get(alias.provider());
    if (names == null) {
      names = new Names(List.of());
      bySeller.put(alias.provider(), names);
    }
    names.told.add(alias);
  }

  NameIndex copy() {
    var copy = new NameIndex();
    bySeller.forEach((seller, names) -> copy.bySeller.put(seller, new Names(names.told)));
    return copy;
  }

  /** Returns the {@code provider/model} that {@code seller} means by {@code name}, or null. */
  @Nullable String key(String seller, String name) {
    Names names = bySeller.get(seller);
    return names == null ? null : names.keys().get(name);
  }

  /** The names of one seller's models. */
  private static final class Names {
    final List<PriceTable.Alias> told;
    private volatile @Nullable Map<String, String> keys;

    Names(List<PriceTable.Alias> told) {
      this.told = new ArrayList<>(told);
    }

    /** Returns the keys by canonical name. Two threads that ask at once come to the same. */
    Map<String, String> keys() {
      Map<String, String> known = keys;
      if (known == null) {
        known = new HashMap<>();
        for (PriceTable.Alias alias : told) {
          for (String name : alias.names()) {
            known.put(CanonicalName.of(name), alias.key());
          }
        }
        keys = known;
      }
      return known;
    }
  }
}
