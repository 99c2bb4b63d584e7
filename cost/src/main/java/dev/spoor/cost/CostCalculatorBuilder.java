// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Builds a {@link CostCalculator}. Not safe for use by many threads. */
public final class CostCalculatorBuilder {
  private @Nullable PriceCatalog catalog;
  private InstantSource clock = InstantSource.system();

  CostCalculatorBuilder() {}

  /**
   * Sets the prices. Default: the shipped ones, and those of the file that the environment variable
   * {@code SPOOR_PRICES} names above them.
   */
  public CostCalculatorBuilder setCatalog(PriceCatalog catalog) {
    this.catalog = requireNonNull(catalog, "catalog");
    return this;
  }

  /** Sets what tells today, for prices that change. Default: the system's clock. */
  public CostCalculatorBuilder setClock(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
    return this;
  }

  /**
   * Returns the calculator.
   *
   * @throws IllegalArgumentException if no catalogue is set and the file that {@code SPOOR_PRICES}
   *     names cannot be read
   */
  public CostCalculator build() {
    PriceCatalog prices =
        catalog == null ? PriceCatalog.builder().addEnvironment().build() : catalog;
    return new CostCalculator(prices, clock);
  }
}
