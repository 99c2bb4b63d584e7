// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;

/** Says what happened, what was expected and what to do, of a request that failed. */
final class Explanations {
  static String of(HttpAnswer answer, URI target) {
    String said = Notices.clean(answer.text());
    return "Langfuse answered " + answer.status() + " at " + target + ". " + advice(answer)
        + (said.isEmpty() || answer.isPage() ? "" : " It said: " + said);
  }

  private static String advice(HttpAnswer answer) {
    if (answer.isPage() || answer.isRedirect()) {
      return "That is a web page and not Langfuse's API: check LANGFUSE_BASE_URL and what stands"
          + " between. The spans are dropped.";
    }
    return switch (answer.status()) {
      case 401 ->
        "The keys were refused: check LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, and"
            + " that LANGFUSE_BASE_URL is the region or server they were made on. The spans are dropped.";
      case 403 ->
        "The keys may not write here: use the keys of a project, not of an organization."
            + " The spans are dropped.";
      case 404 ->
        "There is no such endpoint: check LANGFUSE_BASE_URL; Langfuse needs to be 3.22 or"
            + " later. The spans are dropped.";
      case 413 ->
        "A single span is larger than something on the way allows: lower"
            + " LANGFUSE_OTEL_MAX_BATCH_SIZE_BYTES. The span is dropped.";
      case 429 -> "The rate limit is reached; spans are kept and sent when the server wishes.";
      default ->
        answer.isWorthRetrying()
            ? "Spans are kept and sent again."
            : answer.isSuccess()
                ? "It took only part of the spans; the rest is dropped."
                : "It will not take these spans, which are dropped.";
    };
  }

  static String of(IOException failure, URI target) {
    return "Langfuse cannot be reached at " + target + " (" + kind(failure)
        + "). Spans are kept, up to the size of the queue, and sent when it can.";
  }

  private static String kind(IOException failure) {
    String message = failure.getMessage();
    String name = failure instanceof ConnectException
        ? "connection refused"
        : failure instanceof UnknownHostException
            ? "unknown host"
            : failure.getClass().getSimpleName();
    return message == null ? name : name + ": " + Notices.clean(message);
  }

  private Explanations() {}
}
