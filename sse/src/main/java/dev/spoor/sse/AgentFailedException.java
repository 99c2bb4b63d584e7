// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import org.jspecify.annotations.Nullable;

/** Stands for an agent's failure that came as an event and not as an exception. */
final class AgentFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String errorType;

  AgentFailedException(String errorType, @Nullable String message) {
    super(message, null, false, false);
    this.errorType = errorType;
  }

  String errorType() {
    return errorType;
  }
}
