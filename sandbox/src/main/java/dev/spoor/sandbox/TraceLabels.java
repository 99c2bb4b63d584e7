// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trace in the labels of a sandbox: always W3C's form, which every label syntax allows. */
final class TraceLabels {
  private static final String TRACEPARENT = "traceparent";
  private static final String TRACE_ID = "trace_id";

  private TraceLabels() {}

  static Map<String, String> of(SpanContext span) {
    if (!span.isValid()) {
      return Map.of();
    }
    String traceparent = "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
        + span.getTraceFlags().asHex();
    return Map.of(TRACEPARENT, traceparent, TRACE_ID, span.getTraceId());
  }

  static Context toContext(Map<String, String> labels) {
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), labels, Getter.INSTANCE);
    return Span.fromContext(context).getSpanContext().isValid() ? context : Context.root();
  }

  private enum Getter implements TextMapGetter<Map<String, String>> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Map<String, String> labels) {
      return labels.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> labels, String key) {
      return labels == null ? null : labels.get(key);
    }
  }
}
