// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the spans of the latest traces for the page, which asks by a name of its own: a stream that
 * was cut and taken up again is two traces of one view. Bounded; safe for use by many threads.
 */
final class Traces implements SpanProcessor {
  private static final int MOST_TRACES = 100;
  private static final int MOST_SPANS = 1_000;
  private static final int LONGEST_VIEW = 64;

  private final Map<String, Map<String, ReadableSpan>> byTrace = new Newest<>();
  private final Map<String, Set<String>> byView = new Newest<>();

  /** Lets whoever knows {@code view} see the trace; nothing happens without a view. */
  synchronized void show(@Nullable String view, String traceId) {
    if (view != null && view.length() <= LONGEST_VIEW) {
      Set<String> traces = byView.computeIfAbsent(view, name -> new LinkedHashSet<>());
      if (traces.size() < MOST_TRACES) {
        traces.add(traceId);
      }
    }
  }

  /** Returns the spans that {@code view} may see, in the order in which they became known. */
  synchronized List<SpanData> of(@Nullable String view) {
    List<SpanData> spans = new ArrayList<>();
    for (String trace : byView.getOrDefault(view == null ? "" : view, Set.of())) {
      byTrace.getOrDefault(trace, Map.of()).values().forEach(span -> spans.add(span.toSpanData()));
    }
    return spans;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    put(span);
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  /** Those that come out of a sandbox are known from their end only. */
  @Override
  public void onEnd(ReadableSpan span) {
    put(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private synchronized void put(ReadableSpan span) {
    Map<String, ReadableSpan> spans =
        byTrace.computeIfAbsent(span.getSpanContext().getTraceId(), trace -> new LinkedHashMap<>());
    if (spans.size() < MOST_SPANS) {
      spans.put(span.getSpanContext().getSpanId(), span);
    }
  }

  /** A map that forgets its oldest entry when there are too many. */
  private static final class Newest<V> extends LinkedHashMap<String, V> {
    @java.io.Serial
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > MOST_TRACES;
    }
  }
}
