// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that delivers: takes a batch when it is full, when the interval is over, or when a
 * flush wants it. Nothing but the shutdown ends it, not even an {@link Error} in a mask.
 */
final class DeliveryWorker implements Runnable, Delivery.Pauses {
  private final LangfuseSettings settings;
  private final SpanQueue queue;
  private final SpanTranslator translator;
  private final Delivery delivery;
  private final Side side;
  private final DeliveryCounters counters;
  private final Notices notices;
  private final FlushRequests flushes;
  private final Thread thread;
  private final CompletableResultCode ended = new CompletableResultCode();
  private final List<ReadableSpan> batch = new ArrayList<>();
  private final List<SpanData> spans = new ArrayList<>();
  private volatile boolean idle;
  private volatile boolean stopping;
  private volatile long stopDeadline;
  /** What is lost from the shutdown's call on makes it fail, the batch under way included. */
  private volatile long lostBeforeStop;

  DeliveryWorker(
      LangfuseSettings settings,
      SpanQueue queue,
      SpanTranslator translator,
      Side side,
      DeliveryCounters counters,
      Notices notices) {
    this.settings = settings;
    this.queue = queue;
    this.translator = translator;
    this.side = side;
    this.counters = counters;
    this.notices = notices;
    flushes = new FlushRequests(queue, counters);
    delivery = new Delivery(settings, side.http(), counters, notices, this);
    thread = new Thread(this, "spoor-langfuse");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Tells that {@code waiting} spans are in the queue. Called on the host's threads. */
  void added(int waiting) {
    if (waiting >= settings.batchTrigger && idle) {
      wake();
    }
  }

  CompletableResultCode flush(Duration timeout) {
    if (stopping) {
      return ended;
    }
    CompletableResultCode result = flushes.add(System.nanoTime() + timeout.toNanos());
    wake();
    return result;
  }

  /** Delivers what is waiting within the shutdown's time and ends; the same result every time. */
  synchronized CompletableResultCode stop() {
    if (!stopping) {
      stopDeadline = System.nanoTime() + settings.shutdownTimeout.toNanos();
      lostBeforeStop = counters.lostOfAnyKind();
      stopping = true;
      side.endAt(stopDeadline);
      wake();
    }
    return ended;
  }

  private void wake() {
    idle = false;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    long due = System.nanoTime() + settings.flushInterval.toNanos();
    while (!stopping) {
      if (isTimeToDeliver(due)) {
        deliverBatch();
        due = System.nanoTime() + settings.flushInterval.toNanos();
      } else {
        park(due - System.nanoTime());
      }
      flushes.settle();
    }
    end();
  }

  private boolean isTimeToDeliver(long due) {
    int waiting = queue.size();
    return waiting >= settings.batchTrigger
        || (waiting > 0 && (flushes.isOpen() || System.nanoTime() - due >= 0));
  }

  private void park(long nanos) {
    idle = true;
    // Whoever adds a span after this looks at idle; whoever added one before is seen here.
    if (queue.size() < settings.batchTrigger && !flushes.isOpen() && !stopping) {
      LockSupport.parkNanos(this, Math.max(nanos, 1_000_000));
    }
    idle = false;
    Thread.interrupted();
  }

  private void deliverBatch() {
    long lostBefore = counters.lost() + counters.delivered.sum();
    try {
      queue.peek(batch, settings.batchLimit);
      if (isOver()) {
        counters.lost(Loss.SHUTDOWN, batch.size());
      } else {
        translate();
        delivery.deliver(spans);
      }
    } catch (Throwable t) {
      // A missing class or a full heap must not be the end of delivery.
      long settled = counters.lost() + counters.delivered.sum() - lostBefore;
      counters.lost(Loss.UNREADABLE, (int) Math.max(0, batch.size() - settled));
      tell(t);
    } finally {
      queue.release(batch.size());
      batch.clear();
      spans.clear();
      translator.reset();
    }
  }

  private void translate() {
    for (ReadableSpan span : batch) {
      SpanData translated = translator.translate(span);
      if (translated != null) {
        spans.add(translated);
      }
    }
  }

  private void tell(Throwable failure) {
    try {
      notices.warn("worker", "Delivery to Langfuse failed; a batch of spans is dropped.", failure);
    } catch (Throwable t) {
      // The logger fails too: the loss is counted, there is nobody left to tell.
    }
  }

  @Override
  public boolean pause(Duration delay) {
    long end = System.nanoTime() + delay.toNanos();
    while (System.nanoTime() - end < 0) {
      if (stopping && end - stopDeadline > 0) {
        return false;
      }
      flushes.settle();
      LockSupport.parkNanos(this, Math.min(end - System.nanoTime(), 100_000_000));
      Thread.interrupted();
    }
    return !isOver();
  }

  @Override
  public boolean isOver() {
    return stopping && System.nanoTime() - stopDeadline >= 0;
  }

  private void end() {
    try {
      while (queue.size() > 0) {
        deliverBatch();
      }
      delivery.close();
      side.close(stopDeadline);
    } catch (Exception e) {
      notices.debug("Closing failed: " + e);
    } finally {
      finish();
    }
  }

  private void finish() {
    flushes.settle();
    if (counters.lostOfAnyKind() == lostBeforeStop) {
      ended.succeed();
    } else {
      LangfuseStatistics sums = counters.statistics(0);
      notices.warn(
          "shutdown",
          "Not everything reached Langfuse before the shutdown's end. Lost since the start: spans "
              + sums.lost() + ", scores " + sums.scoresLost() + ", files " + sums.mediaFailed(),
          null);
      ended.fail();
    }
  }

  /** Returns what is under way; for tests. */
  @Nullable Thread thread() {
    return thread;
  }
}
