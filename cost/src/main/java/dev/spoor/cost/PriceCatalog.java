// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices of models, with the dates on which they hold, and the names under which models are called.
 * Immutable and safe for use by many threads.
 *
 * <p>{@link #shipped()} is the table in this jar. A host adds its own prices, which win over those
 * below them for as long as they are valid:
 *
 * <pre>{@code
 * PriceCatalog catalog = PriceCatalog.builder()
 *     .addPrice(Price.builder("acme", "acme-large").setInput("2").setOutput("8").build())
 *     .addFile(Path.of("our-prices.txt"))
 *     .build();
 * }</pre>
 */
public final class PriceCatalog {
  private static final String RESOURCE = "prices.txt";

  final Map<String, ModelEntry> entries;
  final NameIndex names;
  final Sellers sellers;
  private final String version;
  private final @Nullable LocalDate date;
  private final String source;

  /** Holds the shipped table, read when it is first asked for. */
  private static final class Shipped {
    static final PriceCatalog CATALOG = new CatalogAssembly().add(read()).build();

    private static PriceTable read() {
      try (InputStream stream = PriceCatalog.class.getResourceAsStream(RESOURCE)) {
        if (stream == null) {
          throw new IllegalStateException("The jar lacks " + RESOURCE + ": build it again");
        }
        // The table is ASCII, which in this charset is copied, not decoded.
        return PriceTableReader.index(
            RESOURCE, new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns the catalogue of the prices in this jar, read once. */
  public static PriceCatalog shipped() {
    return Shipped.CATALOG;
  }

  /** Returns a builder that starts with the prices in this jar. */
  public static PriceCatalogBuilder builder() {
    return new PriceCatalogBuilder();
  }

  PriceCatalog(
      Map<String, ModelEntry> entries,
      NameIndex names,
      Sellers sellers,
      String version,
      @Nullable LocalDate date,
      String source) {
    this.entries = entries;
    this.names = names;
    this.sellers = sellers;
    this.version = version;
    this.date = date;
    this.source = source;
  }

  /** Returns the version of the table, with those of the host's files after it. */
  public String version() {
    return version;
  }

  /** Returns the day on which the table's source was published, or null if it does not say. */
  public @Nullable LocalDate date() {
    return date;
  }

  /** Returns where the prices come from. */
  public String source() {
    return source;
  }

  /** Returns the number of models that have a price, counted at each seller. */
  public int size() {
    return entries.size();
  }

  /** Returns {@code provider/model} of all that have a price, in alphabetical order. */
  public List<String> models() {
    return entries.keySet().stream().sorted().toList();
  }

  ModelResolver resolver() {
    return new ModelResolver(sellers, entries, names);
  }

  Collection<ModelEntry> all() {
    return entries.values();
  }
}
