// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts tables on top of each other and indexes their names. Used by one thread, once. */
final class CatalogAssembly {
  private static final int USUAL_MODELS = 1_024;

  private final Map<String, ModelEntry> entries;
  private final NameIndex names;
  private final Sellers sellers;
  private String version = "";
  private @Nullable LocalDate date;
  private String source = "";

  CatalogAssembly() {
    entries = new LinkedHashMap<>(USUAL_MODELS);
    names = new NameIndex();
    sellers = new Sellers();
  }

  CatalogAssembly(PriceCatalog base) {
    entries = new LinkedHashMap<>(base.entries);
    names = base.names.copy();
    sellers = base.sellers.copy();
    version = base.version();
    date = base.date();
    source = base.source();
  }

  CatalogAssembly add(PriceTable table) {
    describe(table);
    // Plain loops: the first lambda of a process costs more than reading the table.
    for (PriceTable.Seller seller : table.sellers) {
      sellers.add(seller);
    }
    for (PriceLayer layer : table.layers.values()) {
      sellers.addIfAbsent(layer.provider);
      add(layer);
    }
    for (PriceTable.Alias alias : table.aliases) {
      add(alias);
    }
    return this;
  }

  private void describe(PriceTable table) {
    String added = table.header.getOrDefault("version", "host");
    version = version.isEmpty() ? added : version + '+' + added;
    date = table.date == null ? date : table.date;
    source = source.isEmpty() ? table.header.getOrDefault("source", "the host") : source;
  }

  private void add(PriceLayer layer) {
    var below = entries.get(layer.key);
    var entry = below == null
        ? new ModelEntry(layer.provider, layer.model, version, date, List.of(layer))
        : below.under(layer, version, date);
    entries.put(layer.key, entry);
    names.add(PriceTable.Alias.of(layer.key, layer.provider, List.of(layer.model)));
  }

  private void add(PriceTable.Alias alias) {
    if (!entries.containsKey(alias.key())) {
      throw new IllegalArgumentException("The alias " + alias.names() + " is of " + alias.key()
          + ", which has no price: add a price for it or remove the alias.");
    }
    names.add(alias);
  }

  PriceCatalog build() {
    return new PriceCatalog(entries, names, sellers, version, date, source);
  }
}
