// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import org.jspecify.annotations.Nullable;

/**
 * The calls of one run that are open, linked through themselves so that a call costs no entry.
 * Thread-safe.
 */
final class OpenCalls {
  private final int limit;
  private @Nullable Call first;
  private int size;
  private boolean closed;

  OpenCalls(int limit) {
    this.limit = limit;
  }

  /**
   * Returns false if the run has ended or has too many open calls: then the call is not to be
   * opened.
   */
  synchronized boolean add(Call call) {
    if (closed || size >= limit) {
      return false;
    }
    call.next = first;
    if (first != null) {
      first.previous = call;
    }
    first = call;
    size++;
    return true;
  }

  synchronized void remove(Call call) {
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
  void abandonAll(long nanos) {
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
}
