// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed: {@code type} is of low cardinality, {@code message} may be told to the
 * reader of the trace.
 */
record Failure(
    String type, @Nullable String message, @Nullable Throwable thrown) {
  static Failure of(@Nullable Throwable thrown) {
    if (thrown == null) {
      return new Failure(GenAi.OTHER, null, null);
    }
    return new Failure(thrown.getClass().getName(), messageOf(thrown), thrown);
  }

  /**
   * Marks {@code span} as the conventions say: status, description, {@code error.type} and the
   * exception.
   */
  void writeTo(Span span) {
    span.setStatus(StatusCode.ERROR, message == null ? "" : message);
    span.setAttribute(GenAi.ERROR_TYPE, type);
    if (thrown != null) {
      span.recordException(thrown);
    }
  }

  /** An exception's own code may fail, too. */
  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException e) {
      return null;
    }
  }
}
