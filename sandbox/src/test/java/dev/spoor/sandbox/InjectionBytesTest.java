// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an injection allocates, beside OpenTelemetry's own into the smallest map. */
class InjectionBytesTest {
  private static final int CALLS = 20_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final TextMapPropagator composite = TextMapPropagator.composite(
      W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());
  private final SandboxPropagator propagator =
      SandboxPropagator.builder(composite).setBaggageKeys(key -> true).build();

  @Test
  void inject_theFirstTimeTakesNoMoreThanByHand() {
    List<Context> spans = spans(TraceState.getDefault(), Baggage.empty());

    assertThat(bytes(spans, propagator::inject)).isLessThanOrEqualTo(bytes(spans, this::byHand));
  }

  @Test
  void inject_withAllTakesLittleMoreThanByHand() {
    TraceState state =
        TraceState.builder().put("vendor", "0123456789").put("other", "abc").build();
    Baggage baggage =
        Baggage.builder().put("tenant", "blue").put("plan", "team").build();
    List<Context> spans = spans(state, baggage);

    assertThat(bytes(spans, propagator::inject))
        .isLessThanOrEqualTo((long) (1.05 * bytes(spans, this::byHand)));
  }

  @Test
  void inject_againInASpanTakesNothing() {
    List<Context> one = spans(TraceState.getDefault(), Baggage.empty()).subList(0, 1);

    assertThat(bytes(one, propagator::inject)).isLessThan(CALLS);
  }

  private Map<String, String> byHand(Context context) {
    Map<String, String> map = new HashMap<>(4);
    composite.inject(context, map, (target, field, value) -> {
      if (target != null) {
        target.put(field, value);
      }
    });
    return map;
  }

  /** Returns the bytes of many calls, whose spans drive each other out of any cache, warmed up. */
  private static long bytes(List<Context> spans, Injection injection) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        if (injection.of(spans.get(i % spans.size())).isEmpty()) {
          throw new AssertionError("nothing injected");
        }
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  /** More than the cache has places, so that each is new when its turn comes. */
  private static List<Context> spans(TraceState state, Baggage baggage) {
    return IntStream.rangeClosed(1, 4_096)
        .mapToObj(i -> SpanContext.create(
            "4bf92f3577b34da6a3ce929d0e0e4736",
            String.format("%016x", i),
            TraceFlags.getSampled(),
            state))
        .map(span -> Context.root().with(Span.wrap(span)).with(baggage))
        .toList();
  }

  private interface Injection {
    Map<String, String> of(Context context);
  }
}
