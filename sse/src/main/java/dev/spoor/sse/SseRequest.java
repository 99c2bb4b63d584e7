// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before its event stream begins. Immutable, may be shared by threads.
 *
 * <pre>{@code
 * SseRequest request = SseRequest.builder("/api/agent/stream")
 *     .setMethod("GET")
 *     .setLastEventId(headers.getFirst("Last-Event-ID"))
 *     .build();
 * }</pre>
 */
public final class SseRequest {
  private final String route;
  private final @Nullable String method;
  private final @Nullable String userAgent;
  private final @Nullable String clientAddress;
  private final @Nullable String lastEventId;
  private final @Nullable Context parent;

  /**
   * Returns a request of which only the route is known. {@code route} is the template that the
   * server matched, such as {@code /chats/{id}/stream}, never the path itself: it labels metrics.
   */
  public static SseRequest of(String route) {
    return builder(route).build();
  }

  /** Returns a builder of a request to {@code route}, the template that the server matched. */
  public static SseRequestBuilder builder(String route) {
    return new SseRequestBuilder(requireNonNull(route, "route"));
  }

  SseRequest(SseRequestBuilder builder) {
    route = builder.route;
    method = builder.method;
    userAgent = builder.userAgent;
    clientAddress = builder.clientAddress;
    lastEventId = builder.lastEventId;
    parent = builder.parent;
  }

  /** Returns the route's template. */
  public String route() {
    return route;
  }

  /** Returns the HTTP method, or null if not told. */
  public @Nullable String method() {
    return method;
  }

  /** Returns the {@code User-Agent} header, or null if not told. */
  public @Nullable String userAgent() {
    return userAgent;
  }

  /** Returns the client's address, or null if not told. */
  public @Nullable String clientAddress() {
    return clientAddress;
  }

  /**
   * Returns the {@code Last-Event-ID} header of a client that reconnects, or null if it does not.
   */
  public @Nullable String lastEventId() {
    return lastEventId;
  }

  /** Returns the context that the session's span belongs in, or null for the current one. */
  public @Nullable Context parent() {
    return parent;
  }
}
