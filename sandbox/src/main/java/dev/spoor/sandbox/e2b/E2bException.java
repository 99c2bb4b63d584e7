// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** E2B refused a call. The message holds what the service said; it never holds keys. */
public final class E2bException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String code;

  E2bException(int status, @Nullable String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Returns the HTTP status; 200 for an error that came at the end of a stream. */
  public int status() {
    return status;
  }

  /** Returns the service's word for the error, such as {@code not_found}, or null. */
  public @Nullable String code() {
    return code;
  }
}
