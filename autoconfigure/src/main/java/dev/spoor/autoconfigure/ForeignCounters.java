// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/** The counters that foreign calls move: the same as those of our own runs. */
final class ForeignCounters {
  final LongCounter tokens;
  final DoubleCounter cost;

  ForeignCounters(Meter meter) {
    tokens = meter
        .counterBuilder("agent.tokens")
        .setUnit("{token}")
        .setDescription("Tokens used, each counted once under one type.")
        .build();
    cost = meter
        .counterBuilder("agent.cost.usd")
        .ofDoubles()
        .setUnit("{USD}")
        .setDescription("Money spent on models, in US dollars.")
        .build();
  }
}
