// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.sandbox.RelayedSpan;
import dev.spoor.sandbox.RelayedSpanSink;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;

/**
 * Hands spans that came out of a sandbox to the exporting processors and to the host's own, with
 * their own ids. Safe for use by many threads.
 */
final class RelayedSpans implements RelayedSpanSink {
  private final ExportingProcessors exporting;
  private final List<SpanProcessor> own;

  RelayedSpans(ExportingProcessors exporting, List<SpanProcessor> own) {
    this.exporting = exporting;
    this.own = List.copyOf(own);
  }

  @Override
  public void accept(RelayedSpan span) {
    if (!span.context().isSampled()) {
      return;
    }
    var ended = new RelayedReadableSpan(new RelayedSpanData(span));
    exporting.onEnd(ended);
    for (SpanProcessor processor : own) {
      if (processor.isEndRequired()) {
        processor.onEnd(ended);
      }
    }
  }

  @Override
  public long startEpochNanos(Span execution) {
    return execution instanceof ReadableSpan span ? span.toSpanData().getStartEpochNanos() : 0;
  }
}
