// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.langfuse.Parentage.Place;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/** Decides, when a span starts, where it will hang in Langfuse. Safe for use by many threads. */
final class SpanPlacer {
  /** How an SDK upstream says that it has sent a span of this trace to Langfuse. */
  static final String UPSTREAM = "langfuse_trace_id";

  private final Parentage parentage = new Parentage();

  /** Places {@code span}, which is {@code expected} to go to Langfuse or not. */
  void place(Context context, ReadableSpan span, boolean expected) {
    SpanContext parent = span.getParentSpanContext();
    Place place = parent.isValid() && !parent.isRemote()
        ? below(parent.getSpanId(), expected)
        : atTop(context, span, parent, expected);
    if (place != null) {
      parentage.put(span.getSpanContext().getSpanId(), place);
    }
  }

  /** Returns the place below a parent in this process; null if it is the parent itself. */
  private @Nullable Place below(String parent, boolean expected) {
    Place above = parentage.get(parent);
    if (above == null || above.expected()) {
      return expected ? null : new Place(false, parent, false, false);
    }
    // The parent does not go to Langfuse: hang where it would have hung.
    return new Place(
        expected, above.ancestor(), above.keepsParent(), expected && above.ancestor() == null);
  }

  /** Returns the place of a span without a parent in this process; null if it is the usual one. */
  private static @Nullable Place atTop(
      Context context, ReadableSpan span, SpanContext parent, boolean expected) {
    boolean continued = parent.isValid()
        && span.getSpanContext()
            .getTraceId()
            .equals(Baggage.fromContext(context).getEntryValue(UPSTREAM));
    if (expected) {
      return continued ? new Place(true, null, true, false) : null;
    }
    // What a filtered top span hangs on is known upstream only, if at all.
    return new Place(false, continued ? parent.getSpanId() : null, false, false);
  }

  /** Returns the place of a span that has ended and forgets it; null means the usual one. */
  @Nullable Place take(String spanId) {
    return parentage.take(spanId);
  }

  /** Returns the place of a span, or null if it is the usual one. */
  @Nullable Place find(String spanId) {
    return parentage.get(spanId);
  }
}
