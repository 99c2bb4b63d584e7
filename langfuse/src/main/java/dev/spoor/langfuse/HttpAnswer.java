// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the server said; of the body only the beginning, at most {@link #BODY_LIMIT} bytes. */
final class HttpAnswer {
  static final int BODY_LIMIT = 16 * 1024;

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  HttpAnswer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  @Nullable String contentType() {
    return header("Content-Type");
  }

  @Nullable String retryAfter() {
    return header("Retry-After");
  }

  /** Returns whether the server sends us elsewhere, which we do not follow. */
  boolean isRedirect() {
    return status >= 300 && status < 400;
  }

  private @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  byte[] body() {
    return body;
  }

  /** Returns the beginning of the body as text. */
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns whether this comes from a page and not from an API: a login, a proxy, a wrong URL. */
  boolean isPage() {
    String type = contentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  /** Returns whether the same request may succeed later. */
  boolean isWorthRetrying() {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }
}
