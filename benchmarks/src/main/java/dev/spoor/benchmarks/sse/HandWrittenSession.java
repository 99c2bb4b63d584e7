// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.sse;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicLong;

/** What a careful host writes to record the same as we do: constant keys, cached attributes. */
final class HandWrittenSession {
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sse.outcome");
  private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("sse.events");
  private static final AttributeKey<String> BY_TYPE = AttributeKey.stringKey("sse.events.by_type");
  private static final AttributeKey<Long> BYTES = AttributeKey.longKey("sse.bytes");
  private static final AttributeKey<Double> DURATION = AttributeKey.doubleKey("sse.duration");
  private static final AttributeKey<Double> FIRST =
      AttributeKey.doubleKey("sse.time_to_first_event");
  private static final AttributeKey<Double> GAP = AttributeKey.doubleKey("sse.longest_gap");

  private final Attributes route = Attributes.of(ROUTE, "/api/agent/stream");
  private final Attributes outcome =
      Attributes.of(ROUTE, "/api/agent/stream", OUTCOME, "completed");
  private final Attributes type = Attributes.of(AttributeKey.stringKey("type"), "text");
  private final Tracer tracer;
  private final LongUpDownCounter active;
  private final LongCounter connections;
  private final LongCounter events;
  private final LongCounter bytes;
  private final DoubleHistogram duration;
  private final DoubleHistogram firstEvent;

  HandWrittenSession(OpenTelemetry openTelemetry) {
    tracer = openTelemetry.getTracer("hand");
    Meter meter = openTelemetry.getMeter("hand");
    active = meter.upDownCounterBuilder("sse.connections.active").build();
    connections = meter.counterBuilder("sse.connections").build();
    events = meter.counterBuilder("sse.events").build();
    bytes = meter.counterBuilder("sse.bytes").build();
    duration = meter.histogramBuilder("sse.session.duration").build();
    firstEvent = meter.histogramBuilder("sse.time_to_first_event").build();
  }

  // A host's events come from several threads, though not here.
  @SuppressWarnings("UnnecessaryAsync")
  Context run(int count) {
    long start = System.nanoTime();
    Context parent = Context.current();
    Span span = tracer.spanBuilder("sse.session").setParent(parent).startSpan();
    Context context = parent.with(span);
    active.add(1, route, context);
    var sent = new AtomicLong();
    var sentBytes = new AtomicLong();
    long first = 0;
    long last = 0;
    long gap = 0;
    for (int i = 0; i < count; i++) {
      long now = System.nanoTime();
      if (i == 0) {
        first = now;
        firstEvent.record((now - start) / 1e9, route, context);
      } else {
        gap = Math.max(gap, now - last);
      }
      last = now;
      sent.incrementAndGet();
      sentBytes.addAndGet(40);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    events.add(sent.get(), type, context);
    bytes.add(sentBytes.get(), route, context);
    active.add(-1, route, context);
    connections.add(1, outcome, context);
    duration.record(seconds, outcome, context);
    span.setAttribute(ROUTE, "/api/agent/stream");
    span.setAttribute(OUTCOME, "completed");
    span.setAttribute(EVENTS, sent.get());
    span.setAttribute(BYTES, sentBytes.get());
    span.setAttribute(DURATION, seconds);
    span.setAttribute(BY_TYPE, "text=" + sent.get());
    span.setAttribute(FIRST, (first - start) / 1e9);
    span.setAttribute(GAP, gap / 1e9);
    span.end();
    return context;
  }
}
