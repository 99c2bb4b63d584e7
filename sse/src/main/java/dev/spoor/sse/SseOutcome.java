// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

/** How an event stream ended. Immutable. */
public enum SseOutcome {
  /** Everything was sent and the server ended the response. */
  COMPLETED("completed"),
  /** The client left before everything was sent. */
  CLIENT_DISCONNECT("client_disconnect"),
  /** A time limit ran out: the server's own, or a write that the client did not take in time. */
  TIMEOUT("timeout"),
  /** The work behind the stream failed. */
  ERROR("error"),
  /** The host stopped the stream, or shut down. */
  CANCELLED("cancelled"),
  /** The stream was closed or forgotten and nobody said why. */
  ABANDONED("abandoned");

  private final String value;

  SseOutcome(String value) {
    this.value = value;
  }

  /**
   * Returns the name under which spans and metrics show this outcome, such as {@code completed}.
   */
  public String value() {
    return value;
  }
}
