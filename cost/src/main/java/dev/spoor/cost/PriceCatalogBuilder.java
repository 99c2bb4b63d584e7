// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link PriceCatalog}. Not safe for use by many threads. What is added later lies above
 * what was added before.
 */
public final class PriceCatalogBuilder {
  /** The name of the environment variable that points to a price file of the host. */
  static final String VARIABLE = "SPOOR_PRICES";

  private final List<PriceTable> tables = new ArrayList<>();
  /** Where the next price from code goes; null if something else was added last. */
  private @Nullable PriceTable prices;

  PriceCatalogBuilder() {}

  /**
   * Adds a price of your own. Prices of one model that are added one after the other belong
   * together: they may tell other dates, tiers and lengths, but not the same ones twice.
   */
  public PriceCatalogBuilder addPrice(Price price) {
    if (prices == null) {
      prices = new PriceTable();
      tables.add(prices);
    }
    prices.add(requireNonNull(price, "price"));
    return this;
  }

  /**
   * Adds names under which a model of the catalogue is called, such as those of deployments.
   *
   * @throws IllegalArgumentException from {@link #build()} if the catalogue has no such model
   */
  public PriceCatalogBuilder addAlias(String provider, String model, String... names) {
    var table = new PriceTable();
    table.aliases.add(PriceTable.Alias.of(provider + '/' + model, provider, List.of(names)));
    tables.add(table);
    prices = null;
    return this;
  }

  /**
   * Adds the prices of a file in the format of the shipped table.
   *
   * @throws IllegalArgumentException if it cannot be read; the message tells the line and what to
   *     do
   */
  public PriceCatalogBuilder addFile(Path file) {
    requireNonNull(file, "file");
    try {
      tables.add(PriceTableReader.read(file.toString(), Files.readString(file)));
      prices = null;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The price file " + file + " cannot be read (" + e
              + "): give the path of a readable file in UTF-8," + " or unset " + VARIABLE
              + " if it comes from there.",
          e);
    }
    return this;
  }

  /**
   * Adds the price file that the environment variable {@code SPOOR_PRICES} names, if it is set.
   *
   * @throws IllegalArgumentException if it is set and the file cannot be read
   */
  public PriceCatalogBuilder addEnvironment() {
    return addEnvironment(System.getenv(VARIABLE));
  }

  PriceCatalogBuilder addEnvironment(@Nullable String path) {
    return path == null || path.isBlank() ? this : addFile(Path.of(path));
  }

  /**
   * Returns the catalogue: the shipped prices with those that were added above them.
   *
   * @throws IllegalArgumentException if prices of one model hold at the same time on the same
   *     terms, a price for long requests has none for short ones beside it, or an alias is of a
   *     model without a price
   */
  public PriceCatalog build() {
    if (tables.isEmpty()) {
      return PriceCatalog.shipped();
    }
    var assembly = new CatalogAssembly(PriceCatalog.shipped());
    for (PriceTable table : tables) {
      table.layers.values().forEach(PriceChecks::check);
      assembly.add(table);
    }
    return assembly.build();
  }
}
