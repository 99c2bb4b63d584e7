// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts tables on top of each other and indexes their names. Used by one thread, once. */
final class CatalogAssembly {
  private final Map<String, ModelEntry> entries;
  private final Map<String, ModelEntry> names;
  private final Sellers sellers;
  private String version = "";
  private @Nullable LocalDate date;
  private String source = "";

  CatalogAssembly() {
    entries = new LinkedHashMap<>();
    names = new HashMap<>();
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
    describe(table.header);
    // Plain loops: the first lambda of a process costs more than reading the table.
    for (PriceTable.Seller seller : table.sellers) {
      sellers.add(seller);
    }
    Map<String, List<Price>> byModel = new LinkedHashMap<>();
    for (Price price : table.prices) {
      sellers.addIfAbsent(price.provider);
      List<Price> prices = byModel.get(price.key());
      if (prices == null) {
        prices = new ArrayList<>(1);
        byModel.put(price.key(), prices);
      }
      prices.add(price);
    }
    for (List<Price> prices : byModel.values()) {
      add(prices);
    }
    for (PriceTable.Alias alias : table.aliases) {
      add(alias);
    }
    return this;
  }

  private void describe(Map<String, String> header) {
    String added = header.getOrDefault("version", "host");
    version = version.isEmpty() ? added : version + '+' + added;
    String day = header.get("date");
    date = day == null ? date : LocalDate.parse(day);
    source = source.isEmpty() ? header.getOrDefault("source", "the host") : source;
  }

  private void add(List<Price> prices) {
    Price first = prices.get(0);
    var below = entries.get(first.key());
    var entry = below == null
        ? new ModelEntry(first.provider, first.model, version, date, List.of(List.copyOf(prices)))
        : below.under(prices, version, date);
    entries.put(first.key(), entry);
    if (below != null) {
      names.replaceAll((name, old) -> old == below ? entry : old);
    }
    names.put(key(first.provider, ModelNames.canonical(first.model)), entry);
  }

  private void add(PriceTable.Alias alias) {
    ModelEntry entry = entries.get(key(alias.provider(), alias.model()));
    if (entry == null) {
      throw new IllegalArgumentException("The alias " + alias.names() + " is of " + alias.provider()
          + '/' + alias.model() + ", which has no price: add a price for it or remove the alias.");
    }
    for (String name : alias.names()) {
      names.put(key(alias.provider(), ModelNames.canonical(name)), entry);
    }
  }

  private static String key(String provider, String name) {
    return provider.concat("/").concat(name);
  }

  PriceCatalog build() {
    return new PriceCatalog(Map.copyOf(entries), Map.copyOf(names), sellers, version, date, source);
  }
}
