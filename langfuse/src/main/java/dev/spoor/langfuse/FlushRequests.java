// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Flushes that wait for spans to be settled. Each knows up to which position, so one that ends has
 * covered all spans that ended before it was asked for, and none is answered with the result of
 * another. A flush fails if a span was lost since the flush before, or if its time is over; the
 * spans then stay in the queue. Safe for use by many threads.
 */
final class FlushRequests {
  private static final int LIMIT = 1024;

  private final SpanQueue queue;
  private final DeliveryCounters counters;
  private final Deque<Request> open = new ArrayDeque<>();
  private long toldLosses;

  FlushRequests(SpanQueue queue, DeliveryCounters counters) {
    this.queue = queue;
    this.counters = counters;
  }

  synchronized CompletableResultCode add(long deadlineNanos) {
    var request =
        new Request(queue.offered(), toldLosses, deadlineNanos, new CompletableResultCode());
    if (open.size() >= LIMIT) {
      return CompletableResultCode.ofFailure();
    }
    open.add(request);
    return request.result;
  }

  /** Returns whether the worker has a reason not to wait. */
  synchronized boolean isOpen() {
    return !open.isEmpty();
  }

  /** Answers those that are settled and those whose time is over. */
  void settle() {
    var settled = new ArrayDeque<Request>();
    long losses;
    synchronized (this) {
      if (open.isEmpty()) {
        return;
      }
      losses = counters.lost();
      collect(settled);
      if (!settled.isEmpty()) {
        toldLosses = losses;
      }
    }
    // Outside the lock: whoever waits may ask for the next flush at once.
    for (Request request : settled) {
      answer(request, losses);
    }
  }

  private void collect(Deque<Request> settled) {
    long released = queue.released();
    long now = System.nanoTime();
    for (Iterator<Request> all = open.iterator(); all.hasNext(); ) {
      Request request = all.next();
      if (request.target <= released || now - request.deadlineNanos >= 0) {
        all.remove();
        settled.add(request);
      }
    }
  }

  private void answer(Request request, long losses) {
    if (request.target <= queue.released() && losses == request.toldLosses) {
      request.result.succeed();
    } else {
      request.result.fail();
    }
  }

  private record Request(
      long target, long toldLosses, long deadlineNanos, CompletableResultCode result) {}
}
