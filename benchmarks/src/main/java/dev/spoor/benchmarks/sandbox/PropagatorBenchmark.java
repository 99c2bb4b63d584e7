// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.sandbox;

import dev.spoor.sandbox.SandboxPropagator;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The variables that carry a span into a process, beside OpenTelemetry's own injection into a small
 * map, which is what one writes by hand. The first call in a span is measured with two spans that
 * drive each other out of the cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class PropagatorBenchmark {
  private static final int SMALL = 4;
  private static final TextMapSetter<Map<String, String>> SETTER = (map, field, value) -> {
    if (map != null) {
      map.put(field, value);
    }
  };

  private final TextMapPropagator w3c = W3CTraceContextPropagator.getInstance();
  private final TextMapPropagator composite = TextMapPropagator.composite(
      W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());
  private final SandboxPropagator spoor = SandboxPropagator.builder(w3c).build();
  private final SandboxPropagator spoorWithAll =
      SandboxPropagator.builder(composite).setBaggageKeys(key -> true).build();
  private final SandboxPropagator spoorWithout =
      SandboxPropagator.builder(composite).build();

  private final Context[] spans = rivals(TraceState.getDefault(), Baggage.empty());
  private final Context[] withAll = rivals(
      TraceState.builder().put("vendor", "0123456789").put("other", "abc").build(),
      Baggage.builder().put("tenant", "blue").put("plan", "team").build());
  private int calls;

  /** By hand: OpenTelemetry's propagator and a map of the smallest size. */
  @Benchmark
  public Map<String, String> byHand() {
    return inject(w3c, spans[calls++ & 1]);
  }

  /** The first call in a span. */
  @Benchmark
  public Map<String, String> first() {
    return spoor.inject(spans[calls++ & 1]);
  }

  /** Any further call in a span. */
  @Benchmark
  public Map<String, String> again() {
    return spoor.inject(spans[0]);
  }

  /** By hand, with two members of trace state and two entries of baggage. */
  @Benchmark
  public Map<String, String> allByHand() {
    return inject(composite, withAll[calls++ & 1]);
  }

  /** The first call in a span, with the same, all of it allowed. */
  @Benchmark
  public Map<String, String> allFirst() {
    return spoorWithAll.inject(withAll[calls++ & 1]);
  }

  /** The first call in a span, with the same, no baggage allowed. */
  @Benchmark
  public Map<String, String> withheldFirst() {
    return spoorWithout.inject(withAll[calls++ & 1]);
  }

  private static Map<String, String> inject(TextMapPropagator propagator, Context context) {
    Map<String, String> map = new HashMap<>(SMALL);
    propagator.inject(context, map, SETTER);
    return map;
  }

  /** Returns two spans whose ids share a place in any table of up to 256. */
  private static Context[] rivals(TraceState state, Baggage baggage) {
    return new Context[] {
      context("00f067aa0ba902b7", state, baggage),
      context(rivalOf("00f067aa0ba902b7"), state, baggage)
    };
  }

  private static String rivalOf(String spanId) {
    for (long id = 1; ; id++) {
      String candidate = String.format("%016x", id);
      if ((candidate.hashCode() & 0xff) == (spanId.hashCode() & 0xff)) {
        return candidate;
      }
    }
  }

  private static Context context(String spanId, TraceState state, Baggage baggage) {
    SpanContext span = SpanContext.create(
        "4bf92f3577b34da6a3ce929d0e0e4736", spanId, TraceFlags.getSampled(), state);
    return Context.root().with(Span.wrap(span)).with(baggage);
  }
}
