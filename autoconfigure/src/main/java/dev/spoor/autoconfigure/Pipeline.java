// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of spans and metrics out of the process, and its end. Safe for use by many threads. */
final class Pipeline {
  private static final Logger logger = LoggerFactory.getLogger(Pipeline.class);

  private final @Nullable OpenTelemetrySdk sdk;
  private final ExportingProcessors processors;
  private final Deliveries deliveries;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Without an SDK of ours there is nothing to flush or to end. */
  static Pipeline none() {
    return new Pipeline(null, new ExportingProcessors(), new Deliveries());
  }

  Pipeline(@Nullable OpenTelemetrySdk sdk, ExportingProcessors processors, Deliveries deliveries) {
    this.sdk = sdk;
    this.processors = processors;
    this.deliveries = deliveries;
  }

  ExportingProcessors processors() {
    return processors;
  }

  boolean flush(Duration timeout) {
    if (sdk == null) {
      return true;
    }
    Duration patience = Durations.bounded(timeout);
    long deadline = System.nanoTime() + patience.toNanos();
    boolean spans = deliveries.flush(() -> sdk.getSdkTracerProvider().forceFlush(), patience);
    boolean metrics = join(sdk.getSdkMeterProvider()::forceFlush, deadline);
    boolean logs = join(sdk.getSdkLoggerProvider()::forceFlush, deadline);
    return spans && metrics && logs;
  }

  boolean shutdown(Duration timeout) {
    if (sdk == null || !ended.compareAndSet(false, true)) {
      return true;
    }
    Duration patience = Durations.bounded(timeout);
    long deadline = System.nanoTime() + patience.toNanos();
    // Half of the time: whoever is slow with spans must not cost the metrics.
    boolean flushed =
        deliveries.flush(() -> sdk.getSdkTracerProvider().forceFlush(), patience.dividedBy(2));
    boolean spans = join(sdk.getSdkTracerProvider()::shutdown, deadline);
    boolean metrics = join(sdk.getSdkMeterProvider()::shutdown, deadline);
    boolean logs = join(sdk.getSdkLoggerProvider()::shutdown, deadline);
    boolean delivered = flushed && spans && metrics && logs;
    if (!delivered) {
      logger.warn(
          "Telemetry ended before everything was delivered within {} (spans {}, metrics {},"
              + " logs {}): check the backends, or raise SPOOR_SHUTDOWN_TIMEOUT",
          timeout,
          flushed && spans ? "sent" : "lost",
          metrics ? "sent" : "lost",
          logs ? "sent" : "lost");
    }
    return delivered;
  }

  private static boolean join(Supplier<CompletableResultCode> step, long deadline) {
    CompletableResultCode result = begin(step);
    long left = Math.max(0, deadline - System.nanoTime());
    return result.join(left, TimeUnit.NANOSECONDS).isSuccess();
  }

  /** Takes a step on a thread of its own: readers wait for seconds for an exporter that hangs. */
  private static CompletableResultCode begin(Supplier<CompletableResultCode> step) {
    var result = new CompletableResultCode();
    var thread = new Thread(() -> take(step, result), "spoor-telemetry");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static void take(Supplier<CompletableResultCode> step, CompletableResultCode result) {
    try {
      CompletableResultCode taken = step.get();
      taken.whenComplete(() -> {
        if (taken.isSuccess()) {
          result.succeed();
        } else {
          result.fail();
        }
      });
    } catch (RuntimeException e) {
      logger.debug("A step of the end of telemetry failed", e);
      result.fail();
    }
  }
}
