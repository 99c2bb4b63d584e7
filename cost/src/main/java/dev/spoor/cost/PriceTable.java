// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one price file holds, as it was read: nothing is looked up here. */
final class PriceTable {
  /** Header fields: source, version, date, licence, checksum. */
  final Map<String, String> header = new LinkedHashMap<>();

  final List<Price> prices = new ArrayList<>();
  final List<Alias> aliases = new ArrayList<>();
  final List<Seller> sellers = new ArrayList<>();

  /** Other names of a model at its seller. */
  record Alias(String provider, String model, List<String> names) {}

  /**
   * Who sells models.
   *
   * @param names what others call this seller
   * @param also whose models it sells at their price, where it has none of its own
   * @param vendor whether it makes the models that it sells
   */
  record Seller(String id, List<String> names, List<String> also, boolean vendor) {}
}
