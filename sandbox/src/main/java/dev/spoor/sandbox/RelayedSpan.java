// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;

/**
 * A span that was made in a sandbox and has ended. Immutable and safe for use by many threads. It
 * is checked: it belongs to the trace of the execution that it came from, lies in its time, and is
 * bounded in size. What it says is still the word of a program that nobody trusts.
 *
 * @param context the span's own ids
 * @param parent the ids of its parent, valid always
 * @param name the name, at most 256 characters
 * @param kind the kind
 * @param startEpochNanos the start in nanoseconds since the epoch
 * @param endEpochNanos the end in nanoseconds since the epoch, not before the start
 * @param attributes at most 64
 * @param events at most 32, in the order they were told
 * @param status the status
 * @param statusDescription the description of an error, or empty
 * @param scopeName the name of what made the span, or empty
 * @param resource what it is about, as the host says: never the sandbox's own words
 */
public record RelayedSpan(
    SpanContext context,
    SpanContext parent,
    String name,
    SpanKind kind,
    long startEpochNanos,
    long endEpochNanos,
    Attributes attributes,
    List<Event> events,
    StatusCode status,
    String statusDescription,
    String scopeName,
    Attributes resource) {

  /** Copies the events. */
  public RelayedSpan {
    events = List.copyOf(events);
  }

  /**
   * Something that happened in the span.
   *
   * @param name the name
   * @param epochNanos the time in nanoseconds since the epoch, within that of the span
   * @param attributes at most 64
   */
  public record Event(String name, long epochNanos, Attributes attributes) {}
}
