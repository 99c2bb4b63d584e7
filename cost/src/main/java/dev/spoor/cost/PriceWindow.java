// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model costs in one stretch of time, by length of context. Immutable. */
final class PriceWindow {
  private final Validity validity;
  /** Why there is no price in this time; null where there is one. */
  final @Nullable String reason;

  /** Rates of any length of context; null where there is no price. */
  private final @Nullable Rates base;

  /** Rates by length of context, the longest first. */
  private final Rates[] longer;

  /**
   * Makes a window of {@code rates} by length of context, the longest first and the last for any.
   */
  PriceWindow(Validity validity, List<Rates> rates) {
    this.validity = validity;
    this.reason = null;
    base = rates.get(rates.size() - 1);
    longer = rates.subList(0, rates.size() - 1).toArray(new Rates[0]);
  }

  PriceWindow(Validity validity, String reason) {
    this.validity = validity;
    this.reason = reason;
    base = null;
    longer = new Rates[0];
  }

  /** Returns the same without the rates that ask for a long context. */
  PriceWindow withoutTiers() {
    return base == null || longer.length == 0 ? this : new PriceWindow(validity, List.of(base));
  }

  boolean holdsAlways() {
    return validity.isAlways();
  }

  boolean holdsAt(long epochMillis) {
    return validity.holdsAt(epochMillis);
  }

  /**
   * Returns the rates of the whole request, since all of its tokens cost what its length asks; null
   * if there is no price.
   */
  @Nullable Rates rates(TokenUsage usage) {
    for (int i = 0; i < longer.length; i++) {
      if (usage.input() > longer[i].above) {
        return longer[i];
      }
    }
    return base;
  }
}
