// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A span that is open until the first of its ends; part of its run's list of what is open. */
abstract class Call {
  private static final AtomicIntegerFieldUpdater<Call> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(Call.class, "ended");

  final Span span;
  final long startNanos;
  private volatile int ended;

  /** Neighbours in the list of the run's open calls; guarded by {@link OpenCalls}. */
  @Nullable Call previous;

  @Nullable Call next;

  Call(Span span, long startNanos) {
    this.span = span;
    this.startNanos = startNanos;
  }

  /** Returns true to the first caller only: that one ends the span. */
  final boolean claimEnd() {
    return ended == 0 && ENDED.compareAndSet(this, 0, 1);
  }

  final boolean hasEnded() {
    return ended != 0;
  }

  /** Ends this as its run ends: nobody else will. */
  abstract void abandon(long nanos);

  static double seconds(long nanos) {
    return Math.max(0, nanos) / 1e9;
  }
}
