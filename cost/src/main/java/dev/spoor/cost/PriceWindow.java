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

  /** Rates by length of context, the longest first; the last is for any length. */
  private final Rates[] rates;

  /** Makes a window of {@code rates}, which are in the order in which they are kept. */
  PriceWindow(Validity validity, List<Rates> rates) {
    this.validity = validity;
    this.reason = null;
    this.rates = rates.toArray(new Rates[0]);
  }

  PriceWindow(Validity validity, String reason) {
    this.validity = validity;
    this.reason = reason;
    rates = new Rates[0];
  }

  /** Returns the same without the rates that ask for a long context. */
  PriceWindow withoutTiers() {
    return rates.length < 2 ? this : new PriceWindow(validity, List.of(rates[rates.length - 1]));
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
    Rates found = null;
    for (int i = 0; i < rates.length; i++) {
      found = rates[i];
      if (usage.input() > found.above) {
        return found;
      }
    }
    return found;
  }
}
