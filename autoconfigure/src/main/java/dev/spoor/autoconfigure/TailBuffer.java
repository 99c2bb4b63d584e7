// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the spans of traces that are recorded but not sampled until their root ends. Bounded by
 * traces and by bytes; beyond them the oldest trace is let go. Safe for use by many threads.
 */
final class TailBuffer {
  /** What a span takes besides what it says, with its place in the lists. */
  private static final int SPAN_BYTES = 1_000;
  /** The same for an event or a link. */
  private static final int EVENT_BYTES = 200;
  /** The same for a value. */
  private static final int VALUE_BYTES = 64;

  private final TailRule rule;
  private final int maxTraces;
  private final long maxBytes;
  private final Map<String, Trace> traces = new LinkedHashMap<>();
  /** Traces that were kept, for spans that end after their root. */
  private final Map<String, Boolean> kept;

  private long bytes;
  private long evicted;

  TailBuffer(TailRule rule, int maxTraces, long maxBytes) {
    this.rule = rule;
    this.maxTraces = maxTraces;
    this.maxBytes = maxBytes;
    kept = new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
        return size() > maxTraces;
      }
    };
  }

  /** Opens a trace whose root has started. */
  synchronized void open(String traceId, String rootId) {
    if (traces.size() >= maxTraces) {
      evictOldest();
    }
    traces.put(traceId, new Trace(rootId));
  }

  /** Takes a span that has ended; returns those to export now, which may be none. */
  synchronized List<ReadableSpan> add(ReadableSpan span) {
    String traceId = span.getSpanContext().getTraceId();
    if (kept.containsKey(traceId)) {
      return List.of(span);
    }
    Trace trace = traces.get(traceId);
    if (trace == null) {
      return List.of();
    }
    boolean root = span.getSpanContext().getSpanId().equals(trace.rootId);
    trace.worthKeeping |= rule.matches(span, root);
    if (root) {
      trace.spans.add(span);
      return close(traceId, trace);
    }
    hold(trace, span);
    return List.of();
  }

  /** Returns how many traces were let go because there were too many. */
  synchronized long evicted() {
    return evicted;
  }

  synchronized int size() {
    return traces.size();
  }

  private List<ReadableSpan> close(String traceId, Trace trace) {
    traces.remove(traceId);
    bytes -= trace.bytes;
    if (!trace.worthKeeping) {
      return List.of();
    }
    kept.put(traceId, true);
    return trace.spans;
  }

  private void hold(Trace trace, ReadableSpan span) {
    long size = sizeOf(span);
    trace.spans.add(span);
    trace.bytes += size;
    bytes += size;
    while (bytes > maxBytes && evictOldest()) {
      // Until it fits.
    }
  }

  private boolean evictOldest() {
    Iterator<Trace> oldest = traces.values().iterator();
    if (!oldest.hasNext()) {
      return false;
    }
    bytes -= oldest.next().bytes;
    oldest.remove();
    evicted++;
    return true;
  }

  private static long sizeOf(ReadableSpan span) {
    long size = SPAN_BYTES + sizeOf(span.getAttributes());
    SpanData data = span.toSpanData();
    for (EventData event : data.getEvents()) {
      size += EVENT_BYTES + sizeOf(event.getAttributes());
    }
    for (LinkData link : data.getLinks()) {
      size += EVENT_BYTES + sizeOf(link.getAttributes());
    }
    return size + 2L * data.getStatus().getDescription().length();
  }

  private static long sizeOf(Attributes attributes) {
    long[] size = {0};
    attributes.forEach((key, value) -> size[0] += VALUE_BYTES + sizeOf(value));
    return size[0];
  }

  private static long sizeOf(@Nullable Object value) {
    if (value instanceof String text) {
      return 2L * text.length();
    }
    if (!(value instanceof List<?> list)) {
      return 0;
    }
    long size = 0;
    for (Object element : list) {
      size += VALUE_BYTES + sizeOf(element);
    }
    return size;
  }

  private static final class Trace {
    final String rootId;
    final List<ReadableSpan> spans = new ArrayList<>();
    long bytes;
    boolean worthKeeping;

    Trace(String rootId) {
      this.rootId = rootId;
    }
  }
}
