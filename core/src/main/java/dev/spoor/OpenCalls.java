// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * A call that others are open in. They are linked through themselves, and counted in fields of this
 * very object, so that a run costs one object and a call in it none but its own. Guarded by this
 * object's monitor, for a few instructions.
 */
abstract class OpenCalls extends Call {
  private static final int LIMIT = 10_000;

  private @Nullable Call first;
  private int size;
  private int toolCalls;
  private int generations;
  private boolean closed;

  OpenCalls(Span span, long startNanos) {
    super(span, startNanos);
  }

  /**
   * Returns false if the run has ended or has too many open calls: then the call is not to be
   * opened.
   */
  final synchronized boolean open(Call call) {
    if (closed || size >= LIMIT) {
      return false;
    }
    call.next = first;
    if (first != null) {
      first.previous = call;
    }
    first = call;
    size++;
    toolCalls += call instanceof ToolCall ? 1 : 0;
    generations += call instanceof Generation ? 1 : 0;
    return true;
  }

  final synchronized void remove(Call call) {
    if (closed) {
      return;
    }
    if (call.previous != null) {
      call.previous.next = call.next;
    } else if (first == call) {
      first = call.next;
    } else {
      return;
    }
    if (call.next != null) {
      call.next.previous = call.previous;
    }
    call.previous = null;
    call.next = null;
    size--;
  }

  /** Abandons whatever is open and refuses what comes later. Runs the ends outside the lock. */
  final void abandonAll(long nanos) {
    Call call;
    synchronized (this) {
      closed = true;
      call = first;
      first = null;
    }
    while (call != null) {
      Call following = call.next;
      call.abandon(nanos);
      call = following;
    }
  }

  final synchronized int toolCalls() {
    return toolCalls;
  }

  final synchronized int generations() {
    return generations;
  }
}
