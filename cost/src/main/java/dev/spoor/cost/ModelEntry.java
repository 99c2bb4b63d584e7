// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All prices of one model at one seller. Immutable.
 *
 * <p>Prices come in layers: what the host gave last lies on top, the shipped table at the bottom.
 * The first layer that has a price for the time wins.
 */
final class ModelEntry {
  final String provider;
  final String model;
  final String version;
  final @Nullable LocalDate date;
  final List<PriceLayer> layers;

  ModelEntry(
      String provider,
      String model,
      String version,
      @Nullable LocalDate date,
      List<PriceLayer> layers) {
    this.provider = provider;
    this.model = model;
    this.version = version;
    this.date = date;
    this.layers = List.copyOf(layers);
  }

  /** Returns this entry with {@code layer} on top. */
  ModelEntry under(PriceLayer layer, String newVersion, @Nullable LocalDate newDate) {
    var all = new ArrayList<PriceLayer>();
    all.add(layer);
    all.addAll(layers);
    return new ModelEntry(provider, model, newVersion, newDate, all);
  }

  String matched() {
    return provider + '/' + model;
  }
}
