// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who sells models, under all their names. Not changed after it is built. */
final class Sellers {
  private final Map<String, PriceTable.Seller> byName = new HashMap<>();
  private final List<PriceTable.Seller> vendors = new ArrayList<>();

  Sellers() {}

  void add(PriceTable.Seller seller) {
    byName.put(seller.id(), seller);
    for (String name : seller.names()) {
      byName.put(name.toLowerCase(Locale.ROOT), seller);
    }
    if (seller.vendor()) {
      addVendor(seller);
    }
  }

  private void addVendor(PriceTable.Seller seller) {
    for (int i = 0; i < vendors.size(); i++) {
      if (vendors.get(i).id().equals(seller.id())) {
        vendors.set(i, seller);
        return;
      }
    }
    vendors.add(seller);
  }

  /** Adds a seller that is known by its prices alone. */
  void addIfAbsent(String id) {
    if (!byName.containsKey(id)) {
      add(new PriceTable.Seller(id, List.of(), List.of(), true, Map.of()));
    }
  }

  Sellers copy() {
    var copy = new Sellers();
    copy.byName.putAll(byName);
    copy.vendors.addAll(vendors);
    return copy;
  }

  /** Returns the seller that {@code name}, in lower case, means. */
  PriceTable.@Nullable Seller named(String name) {
    return byName.get(name);
  }

  /** Returns those who make the models that they sell, in the order in which to ask them. */
  List<PriceTable.Seller> vendors() {
    return vendors;
  }
}
