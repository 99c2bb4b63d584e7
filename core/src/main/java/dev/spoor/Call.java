// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import org.jspecify.annotations.Nullable;

/** What is open until the first of its ends; part of its run's list of what is open. */
abstract class Call {
  /** Returns true to the first caller only: that one ends the span. */
  abstract boolean claimEnd();

  abstract boolean hasEnded();

  /** Returns whether this may leave the list of what is open. */
  abstract boolean isGone();

  /** Returns the next in the list of what is open; guarded by {@link OpenCalls}. */
  abstract @Nullable Call next();

  abstract void setNext(@Nullable Call next);

  /** Ends this as failed with {@code thrown}. */
  public final void fail(Throwable thrown) {
    end(Failure.of(thrown), Outcome.ERROR, now());
  }

  /** Ends this as failed. {@code type} is one of few; {@code message} may be null. */
  public final void fail(String type, @Nullable String message) {
    end(new Failure(type, message, null), Outcome.ERROR, now());
  }

  /** Ends this as cancelled. */
  public final void cancel() {
    end(null, Outcome.CANCELLED, now());
  }

  /** Ends this as its run ends: nobody else will. */
  final void abandon(long nanos) {
    end(null, Outcome.ABANDONED, nanos);
  }

  /** Ends this, if it is the first to do so. */
  abstract void end(@Nullable Failure reason, Outcome outcome, long nanos);

  /** Returns the monotonic time of the run. */
  abstract long now();

  static double seconds(long nanos) {
    return Math.max(0, nanos) / 1e9;
  }
}
