// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the catalogue's entry for a model's name in any of its spellings. A name is only ever made
 * shorter by what is known to carry no meaning, and must then be equal: a neighbour's price is
 * worse than none.
 */
final class ModelResolver {
  private static final int MAX_LENGTH = 512;
  private static final int MAX_SHOWN = 100;
  private static final Pattern FINE_TUNED = Pattern.compile("ft:([^:]+)(?::.*)?|(.+)\\.ft-.*");

  private final Sellers sellers;
  private final Map<String, ModelEntry> entries;
  private final NameIndex names;

  ModelResolver(Sellers sellers, Map<String, ModelEntry> entries, NameIndex names) {
    this.sellers = sellers;
    this.entries = entries;
    this.names = names;
  }

  /**
   * What was found.
   *
   * @param entry null if nothing was
   * @param seller who bills it, null where the name and the request tell none
   * @param region the region that counts, null for none
   * @param speed the speed that the name tells, null for none
   * @param reason why nothing was found, else ""
   */
  record Resolution(
      @Nullable ModelEntry entry,
      PriceTable.@Nullable Seller seller,
      @Nullable String region,
      @Nullable String speed,
      String reason) {
    static Resolution unknown(String reason) {
      return new Resolution(null, null, null, null, reason);
    }
  }

  Resolution resolve(@Nullable String provider, @Nullable String model, @Nullable String region) {
    if (model == null || model.isBlank()) {
      return Resolution.unknown("no model is named");
    }
    if (model.length() > MAX_LENGTH) {
      return Resolution.unknown("the model's name has more than " + MAX_LENGTH + " characters");
    }
    String seller = provider == null ? "" : provider.trim().toLowerCase(Locale.ROOT);
    var named = seller.isEmpty() ? null : sellers.named(seller);
    if (named == null && !seller.isEmpty()) {
      return Resolution.unknown(
          "the catalogue has no prices of the provider '" + shown(seller) + "'");
    }
    var query = new ModelQuery(sellers, named, model.trim().toLowerCase(Locale.ROOT));
    return resolve(query, shown(model.trim()), region);
  }

  private Resolution resolve(ModelQuery query, String model, @Nullable String region) {
    ModelEntry entry = find(query);
    while (entry == null && query.name.indexOf('/') >= 0) {
      if (!query.takeWord()) {
        return Resolution.unknown(
            "the catalogue does not know the route of the model '" + model + "'");
      }
      entry = find(query);
    }
    if (entry == null) {
      return Resolution.unknown("the catalogue has no model '" + model + "'"
          + (query.seller == null ? "" : " of the provider '" + query.seller.id() + "'"));
    }
    return new Resolution(entry, query.seller, query.regionOr(region), query.speed, "");
  }

  private @Nullable ModelEntry find(ModelQuery query) {
    List<String> candidates = candidates(query);
    if (query.seller != null) {
      return find(query.seller, candidates);
    }
    if (query.name.indexOf('/') >= 0) {
      return null;
    }
    for (PriceTable.Seller vendor : sellers.vendors()) {
      ModelEntry entry = find(vendor.id(), candidates);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private @Nullable ModelEntry find(PriceTable.Seller seller, List<String> candidates) {
    ModelEntry entry = find(seller.id(), candidates);
    for (int i = 0; entry == null && i < seller.also().size(); i++) {
      entry = find(seller.also().get(i), candidates);
    }
    return entry;
  }

  private @Nullable ModelEntry find(String seller, List<String> candidates) {
    for (String candidate : candidates) {
      String key = names.key(seller, candidate);
      if (key != null) {
        return entries.get(key);
      }
    }
    return null;
  }

  /** A fine-tuned model has the price of its base's tuning, never that of the base. */
  private static List<String> candidates(ModelQuery query) {
    Matcher tuned = FINE_TUNED.matcher(query.name);
    if (!tuned.matches()) {
      return ModelNames.candidates(query.name, query.isBedrock());
    }
    String base = tuned.group(1) == null ? tuned.group(2) : tuned.group(1);
    return ModelNames.candidates("ft:" + base, false);
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
