// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.concurrent.ConcurrentHashMap;

/** The instruments, and the bounded set of routes that they are told apart by. Thread-safe. */
final class SseMetrics {
  final EventTypes types;
  final LongCounter connections;
  final LongUpDownCounter active;
  final DoubleHistogram duration;
  final LongCounter events;
  final LongCounter bytes;
  final DoubleHistogram firstEvent;

  private final ConcurrentHashMap<String, RouteMetrics> routes = new ConcurrentHashMap<>();
  private final RouteMetrics otherRoutes;
  private final int maxRoutes;

  SseMetrics(Meter meter, EventTypes types, int maxRoutes) {
    this.types = types;
    this.maxRoutes = maxRoutes;
    connections = meter
        .counterBuilder(SseNames.METRIC_CONNECTIONS)
        .setUnit("{connection}")
        .setDescription("Event streams that have ended, by how they ended.")
        .build();
    active = meter
        .upDownCounterBuilder(SseNames.METRIC_ACTIVE)
        .setUnit("{connection}")
        .setDescription("Event streams that are open now.")
        .build();
    duration = meter
        .histogramBuilder(SseNames.METRIC_DURATION)
        .setUnit("s")
        .setDescription("How long event streams lasted.")
        .setExplicitBucketBoundariesAdvice(SseNames.DURATION_BUCKETS)
        .build();
    events = meter
        .counterBuilder(SseNames.METRIC_EVENTS)
        .setUnit("{event}")
        .setDescription("Events sent, by type.")
        .build();
    bytes = meter
        .counterBuilder(SseNames.METRIC_BYTES)
        .setUnit("By")
        .setDescription("Bytes of event streams sent, comments included.")
        .build();
    firstEvent = meter
        .histogramBuilder(SseNames.METRIC_FIRST_EVENT)
        .setUnit("s")
        .setDescription("Time from the start of an event stream to its first event.")
        .setExplicitBucketBoundariesAdvice(SseNames.FIRST_EVENT_BUCKETS)
        .build();
    otherRoutes = new RouteMetrics(this, SseNames.OTHER);
  }

  RouteMetrics route(String route) {
    RouteMetrics known = routes.get(route);
    if (known != null) {
      return known;
    }
    // A few racing threads may pass the cap together; the set stays bounded all the same.
    if (routes.size() >= maxRoutes) {
      return otherRoutes;
    }
    return routes.computeIfAbsent(route, name -> new RouteMetrics(this, name));
  }
}
