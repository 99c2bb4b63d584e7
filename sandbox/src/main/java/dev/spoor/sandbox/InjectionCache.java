// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last injections, so that a second one in a span costs nothing. A fixed number of
 * slots, chosen by the span id: it never grows, needs no lock, and forgets by being overwritten.
 */
final class InjectionCache {
  private static final int SLOTS = 256;

  private record Entry(SpanContext span, Baggage baggage, Map<String, String> variables) {}

  private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(SLOTS);

  @Nullable Map<String, String> get(SpanContext span, Baggage baggage) {
    Entry entry = entries.get(slot(span));
    // Both are immutable and kept in the context: the same span brings the same objects.
    return entry != null && entry.span == span && entry.baggage == baggage ? entry.variables : null;
  }

  void put(SpanContext span, Baggage baggage, Map<String, String> variables) {
    entries.set(slot(span), new Entry(span, baggage, variables));
  }

  private static int slot(SpanContext span) {
    return span.getSpanId().hashCode() & SLOTS - 1;
  }
}
