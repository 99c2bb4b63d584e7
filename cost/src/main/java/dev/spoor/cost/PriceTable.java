// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one price file holds, as it was read: nothing is looked up here. */
final class PriceTable {
  /** Header fields: source, version, date, licence, checksum. */
  final Map<String, String> header = new LinkedHashMap<>();

  /** The day on which the source was published; null if the file does not say. */
  @Nullable LocalDate date;

  /** Prices under {@code provider/model}. */
  final Map<String, PriceLayer> layers = new LinkedHashMap<>();

  final List<Alias> aliases = new ArrayList<>();
  final List<Seller> sellers = new ArrayList<>();

  void add(PriceFileLine line) {
    layer(line.key()).add(line);
  }

  void add(Price price) {
    layer(price.key()).add(price);
  }

  private PriceLayer layer(String key) {
    PriceLayer layer = layers.get(key);
    if (layer == null) {
      layer = new PriceLayer(key);
      layers.put(key, layer);
    }
    return layer;
  }

  /** Names of a model at its seller. */
  static final class Alias {
    private final String key;
    private final String provider;
    private final List<String> names;
    /** The line that holds the names, which is taken apart when they are asked for. */
    private final @Nullable PriceFileLine line;

    /** Returns that the model {@code key}, which {@code provider} sells, has {@code names}. */
    static Alias of(String key, String provider, List<String> names) {
      return new Alias(key, provider, names, null);
    }

    /** Returns what {@code line} says. */
    static Alias of(PriceFileLine line) {
      String key = line.key();
      return new Alias(key, key.substring(0, key.indexOf('/')), List.of(), line);
    }

    private Alias(String key, String provider, List<String> names, @Nullable PriceFileLine line) {
      this.key = key;
      this.provider = provider;
      this.names = names;
      this.line = line;
    }

    String key() {
      return key;
    }

    String provider() {
      return provider;
    }

    List<String> names() {
      return line == null ? names : line.wordsFrom(2);
    }
  }

  /**
   * Who sells models.
   *
   * @param names what others call this seller
   * @param also whose models it sells at their price, where it has none of its own
   * @param vendor whether it makes the models that it sells
   * @param regions what it multiplies all token prices by in its regions, whoever makes the model;
   *     empty where each price tells its own
   */
  record Seller(
      String id,
      List<String> names,
      List<String> also,
      boolean vendor,
      Map<String, BigDecimal> regions) {}
}
