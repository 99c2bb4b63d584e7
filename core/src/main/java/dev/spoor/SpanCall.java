// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A call of a model or a tool in a run. */
abstract class SpanCall extends Call {
  private static final AtomicIntegerFieldUpdater<SpanCall> STATE =
      AtomicIntegerFieldUpdater.newUpdater(SpanCall.class, "state");

  private static final int OPEN = 0;
  /** Open, and recorded. Kept here, as the SDK takes a lock to tell, and a field takes room. */
  private static final int RECORDED = 1;

  private static final int ENDED = 2;
  private static final int ENDED_RECORDED = ENDED | RECORDED;
  private static final int KEPT = 4;
  private static final int GONE = 8;

  final AgentRun run;
  final long startNanos;
  Span span;
  private volatile int state;
  private @Nullable Call next;

  SpanCall(AgentRun run, Span span, long startNanos) {
    this.run = run;
    this.span = span;
    this.startNanos = startNanos;
    // Nobody else has seen this yet: no fence is needed, and each takes nanoseconds.
    STATE.lazySet(this, span.isRecording() ? RECORDED : OPEN);
  }

  /** Returns whether the span is recorded, as long as this is open or its end is written. */
  final boolean isRecorded() {
    int known = state;
    return known == RECORDED || known == ENDED_RECORDED;
  }

  /** Returns the context of this call; that of its run if it has no span of its own. */
  final Context spanContext() {
    Context parent = run.context();
    return span.getSpanContext().isValid() ? parent.with(span) : parent;
  }

  @Override
  final boolean claimEnd() {
    int known = state;
    return known <= RECORDED && STATE.compareAndSet(this, known, known | ENDED);
  }

  @Override
  final boolean hasEnded() {
    return state > RECORDED;
  }

  @Override
  final boolean isGone() {
    return state == GONE;
  }

  /** What is kept for its counts need not hold all that was recorded. */
  final void forgetSpan() {
    if (span.getSpanContext().isValid()) {
      span = Span.wrap(span.getSpanContext());
    }
  }

  /** Called with the run's monitor held, which orders what happens. */
  final void setGone() {
    STATE.lazySet(this, GONE);
  }

  /** Returns whether this has ended and stays in the list: see {@link OpenCalls#keep}. */
  final boolean isKept() {
    return state == KEPT;
  }

  /** Called with the run's monitor held, which orders what happens. */
  final void setKept() {
    STATE.lazySet(this, KEPT);
  }

  @Override
  final @Nullable Call next() {
    return next;
  }

  @Override
  final void setNext(@Nullable Call next) {
    this.next = next;
  }

  @Override
  final long now() {
    return run.now();
  }
}
