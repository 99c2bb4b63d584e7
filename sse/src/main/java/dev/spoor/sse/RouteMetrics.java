// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.EnumMap;
import java.util.Map;

/** The metrics of one route, their attributes made once. Thread-safe. */
final class RouteMetrics {
  private final SseMetrics metrics;
  private final Attributes route;
  private final Map<SseOutcome, Attributes> byOutcome = new EnumMap<>(SseOutcome.class);

  RouteMetrics(SseMetrics metrics, String route) {
    this.metrics = metrics;
    this.route = Attributes.of(SseNames.METRIC_ROUTE, route);
    for (SseOutcome outcome : SseOutcome.values()) {
      byOutcome.put(
          outcome,
          Attributes.of(SseNames.METRIC_ROUTE, route, SseNames.METRIC_OUTCOME, outcome.value()));
    }
  }

  void started(Context context) {
    metrics.active.add(1, route, context);
  }

  void firstEvent(double seconds, Context context) {
    metrics.firstEvent.record(seconds, route, context);
  }

  void events(int slot, long count, Context context) {
    metrics.events.add(count, metrics.types.attributes(slot), context);
  }

  void bytes(long count, Context context) {
    metrics.bytes.add(count, route, context);
  }

  void ended(SseOutcome outcome, double seconds, Context context) {
    metrics.active.add(-1, route, context);
    Attributes attributes = requireNonNull(byOutcome.get(outcome));
    metrics.connections.add(1, attributes, context);
    metrics.duration.record(seconds, attributes, context);
  }
}
