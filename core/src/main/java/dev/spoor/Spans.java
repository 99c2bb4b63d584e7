// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import java.util.concurrent.TimeUnit;

/**
 * The one seam to the host's span processors and samplers: what they throw is counted and stops
 * here.
 */
final class Spans {
  /** Starts a span, or returns the invalid one. */
  static Span start(SpanBuilder builder, Drops drops) {
    try {
      return builder.startSpan();
    } catch (Throwable t) {
      drops.count("span_start", t);
      return Span.getInvalid();
    }
  }

  static void end(Span span, long epochNanos, Drops drops) {
    try {
      span.end(epochNanos, TimeUnit.NANOSECONDS);
    } catch (Throwable t) {
      drops.count("span_end", t);
    }
  }

  private Spans() {}
}
