// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The span processors that export, for spans that do not come by way of the SDK: those that are
 * kept late, and those that come out of sandboxes. Safe for use by many threads.
 */
final class ExportingProcessors {
  private static final Logger logger = LoggerFactory.getLogger(ExportingProcessors.class);

  private final AtomicBoolean warned = new AtomicBoolean();
  private final List<SpanProcessor> processors = new CopyOnWriteArrayList<>();

  void add(SpanProcessor processor) {
    processors.add(processor);
  }

  void onEnd(ReadableSpan span) {
    for (SpanProcessor processor : processors) {
      try {
        if (processor.isEndRequired()) {
          processor.onEnd(span);
        }
      } catch (RuntimeException e) {
        warn(processor, e);
      }
    }
  }

  /** The next processor still gets the span, and whoever ended it sees nothing. */
  private void warn(SpanProcessor processor, RuntimeException thrown) {
    if (warned.compareAndSet(false, true)) {
      logger.warn("A span did not reach {}", processor.getClass().getName(), thrown);
    }
  }
}
