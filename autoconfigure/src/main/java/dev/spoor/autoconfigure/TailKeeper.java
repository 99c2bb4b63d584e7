// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Hands the spans of unsampled traces that turned out worth keeping to the exporting processors.
 * Parts of such a trace in other processes stay missing: they were told that it is not sampled.
 */
final class TailKeeper implements SpanProcessor {
  private static final int MAX_TRACES = 1_000;
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private final TailBuffer buffer;
  private final ExportingProcessors processors;

  TailKeeper(TailRule rule, ExportingProcessors processors) {
    buffer = new TailBuffer(rule, MAX_TRACES, MAX_BYTES);
    this.processors = processors;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    SpanContext context = span.getSpanContext();
    if (!context.isSampled() && !span.getParentSpanContext().isValid()) {
      buffer.open(context.getTraceId(), context.getSpanId());
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled()) {
      return;
    }
    for (ReadableSpan kept : buffer.add(span)) {
      processors.onEnd(new SampledSpan(kept));
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
