// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Builds an {@link SseRequest}. Not for use by several threads. */
public final class SseRequestBuilder {
  final String route;

  @Nullable String method;

  @Nullable String userAgent;

  @Nullable String clientAddress;

  @Nullable String lastEventId;

  @Nullable Context parent;

  SseRequestBuilder(String route) {
    this.route = route;
  }

  /** Sets the HTTP method. Default: null, not told. */
  public SseRequestBuilder setMethod(@Nullable String method) {
    this.method = method;
    return this;
  }

  /** Sets the {@code User-Agent} header. Default: null, not told. */
  public SseRequestBuilder setUserAgent(@Nullable String userAgent) {
    this.userAgent = userAgent;
    return this;
  }

  /** Sets the client's address. Default: null, not told. */
  public SseRequestBuilder setClientAddress(@Nullable String clientAddress) {
    this.clientAddress = clientAddress;
    return this;
  }

  /** Sets the {@code Last-Event-ID} header. Default: null, a first connection. */
  public SseRequestBuilder setLastEventId(@Nullable String lastEventId) {
    this.lastEventId = lastEventId == null || lastEventId.isEmpty() ? null : lastEventId;
    return this;
  }

  /** Sets the context that the session's span belongs in. Default: the current one at the start. */
  public SseRequestBuilder setParent(Context parent) {
    this.parent = requireNonNull(parent, "parent");
    return this;
  }

  /** Returns the request. */
  public SseRequest build() {
    return new SseRequest(this);
  }
}
