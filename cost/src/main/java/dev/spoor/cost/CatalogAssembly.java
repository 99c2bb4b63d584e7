// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts tables on top of each other and indexes their names. Used by one thread, once. */
final class CatalogAssembly {
  private static final int USUAL_MODELS = 1_024;
  private static final int USUAL_NAMES = 4_096;

  private final Map<String, ModelEntry> entries;
  private final Map<String, ModelEntry> names;
  private final Sellers sellers;
  private String version = "";
  private @Nullable LocalDate date;
  private String source = "";

  CatalogAssembly() {
    entries = new LinkedHashMap<>(USUAL_MODELS);
    names = new HashMap<>(USUAL_NAMES);
    sellers = new Sellers();
  }

  CatalogAssembly(PriceCatalog base) {
    entries = new LinkedHashMap<>(base.entries);
    names = new HashMap<>(base.names);
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
    if (below != null) {
      names.replaceAll((name, old) -> old == below ? entry : old);
    }
    names.put(key(layer.provider, CanonicalName.of(layer.model)), entry);
  }

  private void add(PriceTable.Alias alias) {
    ModelEntry entry = entries.get(key(alias.provider(), alias.model()));
    if (entry == null) {
      throw new IllegalArgumentException("The alias " + alias.names() + " is of " + alias.provider()
          + '/' + alias.model() + ", which has no price: add a price for it or remove the alias.");
    }
    for (String name : alias.names()) {
      names.put(key(alias.provider(), CanonicalName.of(name)), entry);
    }
  }

  private static String key(String provider, String name) {
    return provider.concat("/").concat(name);
  }

  PriceCatalog build() {
    return new PriceCatalog(entries, names, sellers, version, date, source);
  }
}
