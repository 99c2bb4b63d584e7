// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells from a failed write why it failed. Servers name the same thing differently, so their types
 * are known by name and none of them is needed here.
 */
final class Disconnects {
  private static final int MAX_CAUSES = 10;

  private static final Set<String> GONE = Set.of(
      "AbortedException",
      "AsyncRequestNotUsableException",
      "CancelledSubscriptionException",
      "ClientAbortException",
      "ClosedChannelException",
      "ClosedSessionException",
      "EOFException",
      "EofException",
      "HttpClosedException",
      "StacklessClosedChannelException");

  private static final Set<String> LATE = Set.of(
      "AsyncRequestTimeoutException",
      "ReadTimeoutException",
      "SocketTimeoutException",
      "WriteTimeoutException");

  /** Thrown to a writer whose thread was interrupted: the host stopped it. */
  private static final Set<String> INTERRUPTED =
      Set.of("ClosedByInterruptException", "InterruptedIOException");

  /** Returns how a stream ended whose write to the client threw {@code failure}. */
  static SseOutcome outcomeOf(Throwable failure) {
    boolean isGone = false;
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      String name = cause.getClass().getSimpleName();
      // Jetty wraps its idle timeout in an EofException, so the time limit counts wherever it is.
      if (cause instanceof TimeoutException || LATE.contains(name)) {
        return SseOutcome.TIMEOUT;
      }
      if (INTERRUPTED.contains(name)) {
        return SseOutcome.CANCELLED;
      }
      // What else could make writing to a socket fail is the client's side of it.
      isGone |= cause instanceof IOException;
      isGone |= GONE.contains(name) || saysGone(cause.getMessage());
      cause = cause.getCause();
    }
    return isGone ? SseOutcome.CLIENT_DISCONNECT : SseOutcome.ERROR;
  }

  private static boolean saysGone(@Nullable String message) {
    if (message == null) {
      return false;
    }
    String text = message.toLowerCase(Locale.ROOT);
    return text.contains("broken pipe")
        || text.contains("connection reset")
        || text.contains("connection is closed");
  }

  private Disconnects() {}
}
