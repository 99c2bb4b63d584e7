// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import java.time.Duration;
import java.util.Map;

/**
 * How the receiver answers one request: after {@code delay}, with {@code status} and
 * {@code headers}; a status of 0 breaks the connection off without an answer.
 */
public record Answer(int status, Duration delay, Map<String, String> headers) {
  static final int NONE = 0;

  /** What a collector that takes everything says. */
  public static final Answer OK = of(200);

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** Returns an answer with this status, given at once. */
  public static Answer of(int status) {
    return new Answer(status, Duration.ZERO, Map.of());
  }

  /** Returns no answer: the connection breaks off. */
  public static Answer none() {
    return of(NONE);
  }

  /** Returns this answer, given after {@code delay}. */
  public Answer after(Duration delay) {
    return new Answer(status, delay, headers);
  }

  /** Returns this answer with one header in place of those it had. */
  public Answer withHeader(String name, String value) {
    return new Answer(status, delay, Map.of(name, value));
  }

  boolean accepts() {
    return status >= 200 && status < 300;
  }
}
