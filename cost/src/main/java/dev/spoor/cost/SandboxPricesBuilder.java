// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Builds {@link SandboxPrices}. Not safe for use by many threads. */
public final class SandboxPricesBuilder {
  private final List<SandboxPrice> prices = new ArrayList<>();

  SandboxPricesBuilder() {
    // E2B's pricing page as documented in December 2025: of allocated resources, while running.
    prices.add(
        new SandboxPrice("e2b", new BigDecimal("0.000014"), new BigDecimal("0.0000045"), null));
  }

  /**
   * Adds what a provider asks from a date on. Among prices that hold, the one that began last wins,
   * and of those that began together the one added last.
   *
   * @param vcpuSecond dollars of an allocated processor by the second
   * @param gibSecond dollars of an allocated GiB of memory by the second
   * @param from the first day, in UTC; null if it always held
   */
  public SandboxPricesBuilder addPrice(
      String provider, String vcpuSecond, String gibSecond, @Nullable LocalDate from) {
    String name = requireNonNull(provider, "provider").trim().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("provider is empty, expected a name such as e2b");
    }
    prices.add(new SandboxPrice(
        name,
        PriceBuilder.decimal("vcpuSecond", vcpuSecond),
        PriceBuilder.decimal("gibSecond", gibSecond),
        from));
    return this;
  }

  /** Returns the prices. */
  public SandboxPrices build() {
    var latestFirst = new ArrayList<>(prices);
    Collections.reverse(latestFirst);
    latestFirst.sort(Comparator.comparing(
        SandboxPrice::from,
        Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()).reversed()));
    return new SandboxPrices(latestFirst);
  }
}
