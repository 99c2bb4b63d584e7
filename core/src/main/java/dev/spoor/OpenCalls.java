// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A call that others are open in. They are linked through themselves, and counted in fields of this
 * very object, so that a run costs one object and a call in it none but its own. Guarded by this
 * object's monitor, for a few instructions, until the end; from then on nothing changes but the
 * states of the calls, and the one who ended it reads without.
 */
abstract class OpenCalls extends Call {
  private static final VarHandle ENDED;
  private static final short LIMIT = 10_000;
  private static final int MOST_ENDED = 100;

  static {
    try {
      ENDED = MethodHandles.lookup().findVarHandle(OpenCalls.class, "ended", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Span span;
  final long startNanos;
  /** The newest call; others hang on it. Some may have ended, as there is no link back. */
  private @Nullable Call first;

  private int toolCalls;
  private int generations;
  // As small as they may be: with one more byte a run would take eight bytes more.
  private short size;
  private byte endedWithin;
  private volatile boolean ended;

  OpenCalls(Span span, long startNanos) {
    this.span = span;
    this.startNanos = startNanos;
  }

  @Override
  final synchronized boolean claimEnd() {
    boolean first = !ended;
    // The monitor orders this already; one more fence would be for nothing.
    ENDED.setRelease(this, true);
    return first;
  }

  @Override
  final boolean hasEnded() {
    return ended;
  }

  /**
   * Returns false if the run has ended or has too many open calls: then the call is not to be
   * opened.
   */
  final synchronized boolean open(Call call) {
    if (!ended && size >= LIMIT) {
      dropEnded();
    }
    if (ended || size >= LIMIT) {
      return false;
    }
    call.setNext(first);
    first = call;
    size++;
    toolCalls += call instanceof ToolCall ? 1 : 0;
    generations += call instanceof Generation ? 1 : 0;
    return true;
  }

  /**
   * Lets a call go that has ended. Mostly it is the newest one; what ends within the list goes when
   * it is a quarter of it, which takes a few steps a call whatever the order of the ends.
   */
  final synchronized void release(Call call) {
    if (call instanceof SpanCall done) {
      done.setGone();
    }
    if (ended) {
      return;
    }
    if (first != call) {
      if (++endedWithin > Math.min(size / 4, MOST_ENDED)) {
        dropEnded();
      }
      return;
    }
    while (first != null && first.isGone()) {
      first = first.next();
      size--;
    }
  }

  /** Abandons whatever is open. Called by the one who ended this. */
  final void abandonAll(long nanos) {
    for (Call call = first; call != null; call = call.next()) {
      call.abandon(nanos);
    }
  }

  /**
   * Keeps the run's only model call, which has ended, as the run's books: its usage and its model
   * are all that books would hold. Most runs need no others, and those took 240 bytes. Returns
   * false if there may be another model call.
   */
  final synchronized boolean keep(Generation call) {
    if (generations > 1 || !call.hasEnded()) {
      return false;
    }
    call.setKept();
    return true;
  }

  /**
   * Returns the model call that is kept as the run's books, or null. Called with this object's
   * monitor held: a call may be let go after the end too.
   */
  final @Nullable Generation kept() {
    for (Call call = first; call != null; call = call.next()) {
      if (call instanceof Generation generation && generation.isKept()) {
        return generation;
      }
    }
    return null;
  }

  /** Counts a model call that was never open here. */
  final synchronized void countGeneration() {
    generations++;
  }

  /** Called with this object's monitor held, or by the one who ended this. */
  final int toolCalls() {
    return toolCalls;
  }

  /** Called with this object's monitor held, or by the one who ended this. */
  final int generations() {
    return generations;
  }

  private void dropEnded() {
    Call last = null;
    size = 0;
    endedWithin = 0;
    for (Call call = first; call != null; call = call.next()) {
      if (call.isGone()) {
        continue;
      }
      if (last == null) {
        first = call;
      } else {
        last.setNext(call);
      }
      last = call;
      size++;
    }
    if (last == null) {
      first = null;
    } else {
      last.setNext(null);
    }
  }
}
