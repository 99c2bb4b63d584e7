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
  final List<List<Price>> layers;

  ModelEntry(
      String provider,
      String model,
      String version,
      @Nullable LocalDate date,
      List<List<Price>> layers) {
    this.provider = provider;
    this.model = model;
    this.version = version;
    this.date = date;
    this.layers = List.copyOf(layers);
  }

  /** Returns this entry with {@code prices} on top. */
  ModelEntry under(List<Price> prices, String newVersion, @Nullable LocalDate newDate) {
    var all = new ArrayList<List<Price>>();
    all.add(List.copyOf(prices));
    all.addAll(layers);
    return new ModelEntry(provider, model, newVersion, newDate, all);
  }

  String matched() {
    return provider + '/' + model;
  }
}
