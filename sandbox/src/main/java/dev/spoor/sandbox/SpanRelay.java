// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import dev.spoor.sandbox.internal.JsonTree;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the spans that one execution sends out, and passes on those that can be true: of the trace
 * that went in, with ids of their own, within the time that the execution has taken so far. One
 * thread at a time. What it keeps is bounded.
 */
final class SpanRelay implements MarkedLines.Receiver {
  static final int MAX_SPANS = 1_000;

  private static final int MAX_EVENTS = 32;
  private static final int MAX_NAME_LENGTH = 256;
  private static final int MAX_DESCRIPTION_LENGTH = 1_024;
  private static final List<SpanKind> KINDS = List.of(
      SpanKind.INTERNAL,
      SpanKind.INTERNAL,
      SpanKind.SERVER,
      SpanKind.CLIENT,
      SpanKind.PRODUCER,
      SpanKind.CONSUMER);

  private final SpanContext execution;
  private final Attributes resource;
  private final SpanClock clock;
  private final RelayedSpanSink sink;
  private final HostSpans hostSpans;
  private final Set<String> seen = new HashSet<>();
  private long relayed;
  private long dropped;
  private volatile boolean closed;

  SpanRelay(
      SpanContext execution,
      HostSpans hostSpans,
      Attributes resource,
      SpanClock clock,
      RelayedSpanSink sink) {
    this.execution = execution;
    this.hostSpans = hostSpans;
    this.resource = resource;
    this.clock = clock;
    this.sink = sink;
  }

  /** The execution has ended: who speaks from now on is nobody's child. */
  void close() {
    closed = true;
  }

  long relayed() {
    return relayed;
  }

  long dropped() {
    return dropped;
  }

  @Override
  public void broken() {
    dropped++;
  }

  @Override
  public void line(byte[] bytes, int length) {
    if (closed) {
      return;
    }
    try {
      Map<String, Object> request = JsonTree.object(bytes, length);
      for (Object resourceSpans : JsonTree.asList(request.get("resourceSpans"))) {
        for (Object scope : JsonTree.asList(JsonTree.asObject(resourceSpans).get("scopeSpans"))) {
          scopeSpans(JsonTree.asObject(scope));
        }
      }
    } catch (IOException | RuntimeException e) {
      dropped++;
    }
  }

  private void scopeSpans(Map<String, Object> scopeSpans) {
    Object scope = JsonTree.asObject(scopeSpans.get("scope")).get("name");
    for (Object item : JsonTree.asList(scopeSpans.get("spans"))) {
      RelayedSpan span = read(JsonTree.asObject(item), OtlpAttributes.text(scope, MAX_NAME_LENGTH));
      if (span == null || !pass(span)) {
        dropped++;
      } else {
        relayed++;
      }
    }
  }

  private boolean pass(RelayedSpan span) {
    try {
      sink.accept(span);
      return true;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  private @Nullable RelayedSpan read(Map<String, Object> span, String scope) {
    String spanId = spanId(span.get("spanId"));
    Long start = OtlpAttributes.number(span.get("startTimeUnixNano"));
    Long end = OtlpAttributes.number(span.get("endTimeUnixNano"));
    if (!execution.getTraceId().equals(span.get("traceId"))
        || spanId == null
        || start == null
        || end == null
        || hostSpans.contain(spanId)
        || seen.size() >= MAX_SPANS
        || !seen.add(spanId)) {
      return null;
    }
    long from = clock.within(start);
    long to = Math.max(from, clock.within(end));
    Map<String, Object> status = JsonTree.asObject(span.get("status"));
    return new RelayedSpan(
        idsOf(spanId),
        parent(span),
        OtlpAttributes.text(span.get("name"), MAX_NAME_LENGTH),
        kind(OtlpAttributes.number(span.get("kind"))),
        from,
        to,
        OtlpAttributes.read(span.get("attributes")),
        events(span, from, to),
        statusCode(OtlpAttributes.number(status.get("code"))),
        OtlpAttributes.text(status.get("message"), MAX_DESCRIPTION_LENGTH),
        scope,
        resource);
  }

  /** A root would end the trace that goes through: what has no parent hangs on the execution. */
  private SpanContext parent(Map<String, Object> span) {
    String parentId = spanId(span.get("parentSpanId"));
    return parentId == null || parentId.equals(span.get("spanId")) ? execution : idsOf(parentId);
  }

  private SpanContext idsOf(String spanId) {
    return spanId.equals(execution.getSpanId())
        ? execution
        : SpanContext.create(
            execution.getTraceId(), spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private List<RelayedSpan.Event> events(Map<String, Object> span, long from, long to) {
    List<RelayedSpan.Event> events = new ArrayList<>();
    for (Object item : JsonTree.asList(span.get("events"))) {
      Map<String, Object> event = JsonTree.asObject(item);
      Long time = OtlpAttributes.number(event.get("timeUnixNano"));
      if (time != null && events.size() < MAX_EVENTS) {
        events.add(new RelayedSpan.Event(
            OtlpAttributes.text(event.get("name"), MAX_NAME_LENGTH),
            Math.max(from, Math.min(clock.within(time), to)),
            OtlpAttributes.read(event.get("attributes"))));
      }
    }
    return events;
  }

  private static @Nullable String spanId(@Nullable Object value) {
    return value instanceof String id && SpanId.isValid(id) ? id : null;
  }

  private static SpanKind kind(@Nullable Long kind) {
    return kind == null || kind < 0 || kind >= KINDS.size()
        ? SpanKind.INTERNAL
        : KINDS.get(kind.intValue());
  }

  private static StatusCode statusCode(@Nullable Long code) {
    if (code == null) {
      return StatusCode.UNSET;
    }
    return code == 2 ? StatusCode.ERROR : code == 1 ? StatusCode.OK : StatusCode.UNSET;
  }
}
