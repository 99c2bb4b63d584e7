// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.sandbox.RelayedSpan;
import dev.spoor.sandbox.RelayedSpanSink;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Hands spans that came out of a sandbox to the exporting processors, with their own ids. Safe for
 * use by many threads.
 */
final class RelayedSpans implements RelayedSpanSink {
  private final ExportingProcessors processors;

  RelayedSpans(ExportingProcessors processors) {
    this.processors = processors;
  }

  @Override
  public void accept(RelayedSpan span) {
    if (span.context().isSampled()) {
      processors.onEnd(new RelayedReadableSpan(new RelayedSpanData(span)));
    }
  }

  @Override
  public long startEpochNanos(Span execution) {
    return execution instanceof ReadableSpan span ? span.toSpanData().getStartEpochNanos() : 0;
  }
}
