// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Builds an {@link SseSpanRecorder}. Not for use by several threads. */
public final class SseSpanRecorderBuilder {
  private static final int MOST_EVENT_TYPES = 64;

  final OpenTelemetry openTelemetry;
  final List<String> eventTypes =
      new ArrayList<>(List.of("text", "thinking", "tool_use", "tool_result", "result", "error"));
  int maxEventTypes = 12;
  int maxRoutes = 100;
  LongSupplier nanoTime = System::nanoTime;
  private Duration heartbeatInterval = Duration.ofSeconds(15);
  private Duration writeTimeout = Duration.ofSeconds(30);
  private Duration idleTimeout = Duration.ofMinutes(30);
  private Duration maxAge = Duration.ofHours(24);
  private Duration progressInterval = Duration.ofMinutes(10);

  SseSpanRecorderBuilder(OpenTelemetry openTelemetry) {
    this.openTelemetry = openTelemetry;
  }

  /**
   * Sets within how long a silence comments are sent, by which a server finds that the client has
   * left and a proxy that it has not. It takes two, shortly after each other: the first write to a
   * client that has left still succeeds. Default: 15 seconds. Zero: never.
   */
  public SseSpanRecorderBuilder setHeartbeatInterval(Duration interval) {
    heartbeatInterval = notNegative(interval, "heartbeatInterval");
    return this;
  }

  /**
   * Sets how long one write may take. A client that does not read for so long ends the session as
   * timeout, and the session's abort handle is called. Default: 30 seconds. Zero: no limit.
   */
  public SseSpanRecorderBuilder setWriteTimeout(Duration timeout) {
    writeTimeout = notNegative(timeout, "writeTimeout");
    return this;
  }

  /**
   * Sets how long a session may go without an event before it counts as abandoned. Heartbeats are
   * no events. Default: 30 minutes. Zero: no limit.
   */
  public SseSpanRecorderBuilder setIdleTimeout(Duration timeout) {
    idleTimeout = notNegative(timeout, "idleTimeout");
    return this;
  }

  /**
   * Sets how long a session may last before it counts as abandoned. Default: 24 hours. Zero: no
   * limit.
   */
  public SseSpanRecorderBuilder setMaxAge(Duration age) {
    maxAge = notNegative(age, "maxAge");
    return this;
  }

  /**
   * Sets how often an open session ends a child span of its progress, so that a long stream can be
   * seen before it ends. Default: 10 minutes. Zero: never.
   */
  public SseSpanRecorderBuilder setProgressInterval(Duration interval) {
    progressInterval = notNegative(interval, "progressInterval");
    return this;
  }

  /**
   * Adds an event type that metrics tell apart. Default: {@code message}, {@code text},
   * {@code thinking}, {@code tool_use}, {@code tool_result}, {@code result} and {@code error};
   * others are added as they come, up to {@link #setMaxEventTypes}.
   */
  public SseSpanRecorderBuilder addEventType(String type) {
    eventTypes.add(requireNonNull(type, "type"));
    return this;
  }

  /**
   * Sets how many event types metrics tell apart, {@code _OTHER} included, which stands for the
   * rest. Each costs 8 bytes in an open session. Default: 12; at least 2 and at most 64.
   */
  public SseSpanRecorderBuilder setMaxEventTypes(int max) {
    if (max < 2 || max > MOST_EVENT_TYPES) {
      throw new IllegalArgumentException(
          "maxEventTypes is " + max + "; it must be from 2 to " + MOST_EVENT_TYPES);
    }
    maxEventTypes = max;
    return this;
  }

  /** Sets how many routes metrics tell apart; {@code _OTHER} stands for the rest. Default: 100. */
  public SseSpanRecorderBuilder setMaxRoutes(int max) {
    if (max < 0) {
      throw new IllegalArgumentException("maxRoutes is " + max + "; it must not be negative");
    }
    maxRoutes = max;
    return this;
  }

  /** Sets the monotonic clock, for tests. */
  SseSpanRecorderBuilder setNanoTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    return this;
  }

  /** Returns the recorder. */
  public SseSpanRecorder build() {
    return new SseSpanRecorder(this);
  }

  SseLimits limits() {
    return new SseLimits(
        nanos(heartbeatInterval),
        nanos(writeTimeout),
        nanos(idleTimeout),
        nanos(maxAge),
        nanos(progressInterval));
  }

  private static long nanos(Duration limit) {
    if (limit.isZero() || limit.compareTo(Duration.ofDays(365)) > 0) {
      return Long.MAX_VALUE;
    }
    return limit.toNanos();
  }

  private static Duration notNegative(Duration value, String name) {
    if (requireNonNull(value, name).isNegative()) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be positive, or zero to switch it off");
    }
    return value;
  }
}
