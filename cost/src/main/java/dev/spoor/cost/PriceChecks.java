// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.List;

/** Finds prices of one model that contradict each other, or that no request could ever have. */
final class PriceChecks {
  private PriceChecks() {}

  static void check(PriceLayer layer) {
    List<Price> prices = layer.prices();
    for (int i = 0; i < prices.size(); i++) {
      checkOverlap(layer, prices, i);
      checkBase(layer, prices, i);
    }
  }

  private static void checkOverlap(PriceLayer layer, List<Price> prices, int index) {
    Price price = prices.get(index);
    for (Price other : prices.subList(0, index)) {
      if (price.tier.equals(other.tier)
          && price.above == other.above
          && price.validity.overlaps(other.validity)) {
        throw layer.error(
            index,
            "'" + price + "' holds at the same time as '" + other + "'",
            "end one where the other begins (until is the first day that a price no longer"
                + " holds), or remove one");
      }
    }
  }

  private static void checkBase(PriceLayer layer, List<Price> prices, int index) {
    Price price = prices.get(index);
    if (price.above == 0) {
      return;
    }
    for (Price base : prices) {
      if (base.above == 0 && base.tier.equals(price.tier) && base.validity.sameAs(price.validity)) {
        return;
      }
    }
    throw layer.error(
        index,
        "'" + price + "' has no price for shorter requests beside it",
        "add one of the same dates, hours and tier without above");
  }
}
