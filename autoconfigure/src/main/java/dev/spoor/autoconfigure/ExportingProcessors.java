// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The span processors that export, for spans that do not come by way of the SDK: those that are
 * kept late, and those that come out of sandboxes. Safe for use by many threads.
 */
final class ExportingProcessors {
  private final List<SpanProcessor> processors = new CopyOnWriteArrayList<>();

  void add(SpanProcessor processor) {
    processors.add(processor);
  }

  void onEnd(ReadableSpan span) {
    for (SpanProcessor processor : processors) {
      if (processor.isEndRequired()) {
        processor.onEnd(span);
      }
    }
  }
}
