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
  Failure {
    // A host without null checks may pass null: a failure is never without a type.
    type = type == null ? GenAi.OTHER : type;
  }

  static Failure of(@Nullable Throwable thrown) {
    if (thrown == null) {
      return new Failure(GenAi.OTHER, null, null);
    }
    return new Failure(thrown.getClass().getName(), messageOf(thrown), thrown);
  }

  /**
   * Marks {@code span} as the conventions say: status, description, {@code error.type} and the
   * exception, unless its own code fails when it is asked for its message.
   */
  void writeTo(Span span, Drops drops) {
    span.setStatus(StatusCode.ERROR, message == null ? "" : message);
    span.setAttribute(GenAi.ERROR_TYPE, type);
    if (thrown != null) {
      try {
        span.recordException(thrown);
      } catch (Throwable t) {
        drops.count("exception", t);
      }
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
