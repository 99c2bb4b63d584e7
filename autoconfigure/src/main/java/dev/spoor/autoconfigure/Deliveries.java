// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Counts spans where they end and where they are exported, to know whether a flush was one. The
 * SDK's batch processor calls every flush a success, also when the export failed, and may answer
 * with the result of the flush before. Safe for use by many threads.
 */
final class Deliveries {
  /**
   * What it takes to believe that nothing moves: two flushes that took their time and moved
   * nothing. One that is answered at once may have the answer of the flush before, as often as it
   * is asked until the processor's thread gets on, so it counts for little.
   */
  private static final int QUIET = 500;

  private static final long PAUSE_NANOS = 1_000_000;

  private final AtomicLong ended = new AtomicLong();
  private final List<Counted> exporters = new CopyOnWriteArrayList<>();

  /** Counts a sampled span that has ended. */
  void ended(ReadableSpan span) {
    if (span.getSpanContext().isSampled()) {
      ended.incrementAndGet();
    }
  }

  SpanExporter count(SpanExporter exporter) {
    var counted = new Counted(exporter);
    exporters.add(counted);
    return counted;
  }

  /**
   * Flushes until every span that has ended by now is exported. Returns false if one was lost or
   * the time is up.
   */
  boolean flush(Supplier<CompletableResultCode> flush, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long goal = ended.get();
    List<Long> failedBefore =
        exporters.stream().map(counted -> counted.failed.get()).toList();
    int quiet = 0;
    boolean flushed = false;
    while (!flushed || missing(goal) > 0) {
      long before = handled();
      CompletableResultCode result = flush.get();
      boolean stale = result.isDone();
      if (!result.join(deadline - System.nanoTime(), TimeUnit.NANOSECONDS).isSuccess()) {
        return false;
      }
      if (before != handled()) {
        quiet = 0;
      } else if (flushed) {
        quiet += stale ? 1 : QUIET / 2;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (quiet >= QUIET) {
        // Nothing moves any more: the rest was dropped on the way.
        exporters.forEach(counted -> counted.writeOff(goal));
        return false;
      }
      flushed = true;
    }
    return exporters.stream().map(counted -> counted.failed.get()).toList().equals(failedBefore);
  }

  private long missing(long goal) {
    return exporters.stream()
        .mapToLong(counted -> Math.max(0, counted.missing(goal)))
        .sum();
  }

  private long handled() {
    return exporters.stream().mapToLong(counted -> counted.handled.get()).sum();
  }

  /** An exporter whose spans are counted when its answer is there. */
  private static final class Counted implements SpanExporter {
    private final SpanExporter exporter;
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong writtenOff = new AtomicLong();

    Counted(SpanExporter exporter) {
      this.exporter = exporter;
    }

    long missing(long goal) {
      return goal - handled.get() - writtenOff.get();
    }

    void writeOff(long goal) {
      writtenOff.addAndGet(Math.max(0, missing(goal)));
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int count = spans.size();
      CompletableResultCode result = exporter.export(spans);
      result.whenComplete(() -> {
        if (!result.isSuccess()) {
          failed.addAndGet(count);
        }
        handled.addAndGet(count);
      });
      return result;
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }

    @Override
    public String toString() {
      return exporter.toString();
    }
  }
}
