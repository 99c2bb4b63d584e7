// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * On which terms a request was served: in which service tier, at which speed, in which region.
 *
 * @param tier {@code standard} or another tier
 * @param speed null at normal speed
 * @param region null for the global or an untold one
 * @param sellersRegions what the seller multiplies prices by in its regions, in place of what the
 *     prices tell; empty if it does not
 */
record PriceTerms(
    String tier,
    @Nullable String speed,
    @Nullable String region,
    Map<String, BigDecimal> sellersRegions) {
  private static final String REGION = "region:";
  private static final String ANY_REGION = "region:*";

  /** Returns the prices of {@code entry} on these terms, those to be tried first in front. */
  List<PriceWindow> windows(ModelEntry entry) {
    var windows = new ArrayList<PriceWindow>();
    for (PriceLayer layer : entry.layers) {
      if (!tier.equals(Price.STANDARD)) {
        addWindows(windows, layer.prices(), tier);
      }
      addWindows(windows, layer.prices(), Price.STANDARD);
    }
    return windows;
  }

  /** Prices of some hours come before those of the whole day. */
  private void addWindows(List<PriceWindow> windows, List<Price> layer, String ofTier) {
    addWindows(windows, layer, ofTier, true);
    addWindows(windows, layer, ofTier, false);
  }

  private void addWindows(
      List<PriceWindow> windows, List<Price> layer, String ofTier, boolean daily) {
    for (Price base : layer) {
      if (base.tier.equals(ofTier) && base.above == 0 && base.validity.isDaily() == daily) {
        windows.add(window(base, layer));
      }
    }
  }

  private PriceWindow window(Price base, List<Price> layer) {
    BigDecimal factor = BigDecimal.ONE;
    if (!base.tier.equals(tier)) {
      BigDecimal ofTier = base.multipliers.get(tier);
      if (ofTier == null) {
        return new PriceWindow(
            base.validity, "no price of the tier '" + tier + "' is known for " + base.key());
      }
      factor = factor.multiply(ofTier);
    }
    if (speed != null) {
      BigDecimal ofSpeed = base.multipliers.get(speed);
      if (ofSpeed == null) {
        return new PriceWindow(
            base.validity, "no price of the speed '" + speed + "' is known for " + base.key());
      }
      factor = factor.multiply(ofSpeed);
    }
    BigDecimal ofRegion = ofRegion(base.multipliers);
    if (ofRegion == null) {
      return new PriceWindow(
          base.validity, "no price of the region '" + region + "' is known for " + base.key());
    }
    return new PriceWindow(base.validity, rates(base, layer, factor.multiply(ofRegion)));
  }

  /** A model whose price no region changes costs the same everywhere. */
  private @Nullable BigDecimal ofRegion(Map<String, BigDecimal> multipliers) {
    if (region == null) {
      return BigDecimal.ONE;
    }
    if (!sellersRegions.isEmpty()) {
      return sellersRegions.getOrDefault(region, BigDecimal.ONE);
    }
    if (!hasRegions(multipliers)) {
      return BigDecimal.ONE;
    }
    return multipliers.getOrDefault(REGION + region, multipliers.get(ANY_REGION));
  }

  private static boolean hasRegions(Map<String, BigDecimal> multipliers) {
    for (String name : multipliers.keySet()) {
      if (name.startsWith(REGION)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the rates by length of context, the longest first. */
  private static List<Rates> rates(Price base, List<Price> layer, BigDecimal factor) {
    var rates = new ArrayList<Rates>(2);
    for (Price price : layer) {
      if (price.tier.equals(base.tier) && price.validity.sameAs(base.validity)) {
        int place = 0;
        while (place < rates.size() && rates.get(place).above > price.above) {
          place++;
        }
        rates.add(place, new Rates(price, factor));
      }
    }
    return rates;
  }
}
