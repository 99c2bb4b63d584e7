// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run that ends on one thread while others are at work in it. */
class AgentRunRaceTest {
  private static final int ROUNDS = 5_000;
  private static final TokenUsage USED =
      TokenUsage.builder().setInput(3).setOutput(2).build();

  private final Spans spans = new Spans();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
      .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(spans).build())
      .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
      .build();
  private final AgentTracer agents = AgentTracer.create(sdk);
  private final ExecutorService executor = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    executor.shutdownNow();
    sdk.close();
  }

  @Test
  void calls_openedAndEndedWhileTheRunEnds_areCountedAsTheirSpansTell() throws Exception {
    int threads = 32;
    var runs = new ArrayList<AgentRun>();
    for (int round = 0; round < 40; round++) {
      AgentRun run = agents.start(AgentRequest.of("m", "x"));
      runs.add(run);
      var busy = new CountDownLatch(threads * 3);
      var work = new ArrayList<Callable<?>>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        work.add(() -> {
          for (int call = 0; call < 5 || !run.hasEnded(); call++) {
            workIn(run, thread + "-" + call);
            busy.countDown();
          }
          return true;
        });
      }
      work.add(() -> {
        busy.await();
        run.close();
        return true;
      });
      atOnce(work);
    }

    assertThat(spans.open).hasValue(0);
    assertThat(named("invoke_agent")).isNotEmpty();
    assertThat(spans.ended).noneMatch(span -> has(span, GenAi.USAGE_SETTLEMENT));
    Collection<MetricData> metrics = reader.collectAllMetrics();
    assertThat(Metrics.sum(metrics, GenAi.TOKENS))
        .isEqualTo(usedBy(named("chat")))
        .isEqualTo(runs.stream()
            .mapToLong(run -> run.totals().input() + run.totals().output())
            .sum());
    long tools = Metrics.sum(metrics, GenAi.TOOLS);
    assertThat(tools)
        .isEqualTo(runs.stream().mapToLong(run -> run.totals().tools()).sum());
    // A call that was refused has a span only if that was started before the run ended.
    assertThat((long) named("execute_tool").size())
        .isBetween(tools, tools + Metrics.sum(metrics, GenAi.DROPPED));
    assertThat(spans.ended).allMatch(span -> has(span, GenAi.OPERATION_NAME));
    assertThat(Metrics.sum(metrics, GenAi.EXECUTIONS)).isEqualTo(runs.size());
  }

  @Test
  void totals_readWhileTheRunEnds_leaveItsSpanWhatItUsed() throws Exception {
    var runs = new ArrayList<AgentRun>();
    for (int i = 0; i < ROUNDS; i++) {
      AgentRun run = agents.start(AgentRequest.of("m", "x"));
      run.generation("m").usage(USED).close();
      runs.add(run);
    }
    var arrived = new AtomicInteger();

    atOnce(List.of(
        () -> inStep(arrived, round -> runs.get(round).close()),
        () -> inStep(arrived, round -> {
          for (int wait = 0; wait < round % 512; wait++) {
            Thread.onSpinWait();
          }
          runs.get(round).totals();
        })));

    assertThat(runs).allMatch(run -> run.totals().input() == 3);
    assertThat(named("invoke_agent"))
        .hasSize(ROUNDS)
        .allMatch(span -> Long.valueOf(5).equals(span.getAttributes().get(GenAi.TOKENS_TOTAL)));
    assertThat(Metrics.sum(reader.collectAllMetrics(), GenAi.TOKENS)).isEqualTo(5L * ROUNDS);
  }

  @Test
  void totals_reportedWhileTheRunEnds_areNoTokensMore() throws Exception {
    for (int round = 0; round < 500; round++) {
      AgentRun run = agents.start(AgentRequest.of("m", "x"));
      run.onUsage("m", USED, "first");
      run.onUsage("m", USED, "second");
      atOnce(List.of(
          () -> {
            run.close();
            return true;
          },
          () -> {
            run.onTotals(Map.of("m", USED.plus(USED)), null);
            return true;
          },
          () -> {
            run.onUsage("m", USED, "second");
            run.onText("done");
            return true;
          }));
    }

    assertThat(spans.open).hasValue(0);
    assertThat(Metrics.sum(reader.collectAllMetrics(), GenAi.TOKENS)).isEqualTo(5000);
    assertThat(usedBy(named("chat"))).isEqualTo(5000);
  }

  private static void workIn(AgentRun run, String id) {
    Generation generation = run.generation("m").usage(USED);
    ToolCall tool = generation.tool("search", id, null);
    AgentRun nested = run.agent(AgentRequest.of("m", "x"));
    ToolCall inner = nested.tool("read", id, null);
    nested.generation("m").usage(USED).close();
    generation.close();
    inner.close();
    if (id.endsWith("1")) {
      // The others are left to the end of the run.
      nested.close();
      tool.close();
    }
  }

  /** Two threads that do this together meet before each round, closer than any lock lets them. */
  private static boolean inStep(AtomicInteger arrived, IntConsumer work) {
    for (int round = 0; round < ROUNDS; round++) {
      arrived.incrementAndGet();
      for (int spins = 0; arrived.get() < 2 * (round + 1); spins++) {
        if (spins < 10_000) {
          Thread.onSpinWait();
        } else {
          // The other thread has no processor.
          LockSupport.parkNanos(1);
        }
      }
      work.accept(round);
    }
    return true;
  }

  private static long usedBy(List<SpanData> spans) {
    return spans.stream()
        .mapToLong(span -> count(span, GenAi.USAGE_INPUT) + count(span, GenAi.USAGE_OUTPUT))
        .sum();
  }

  private static long count(SpanData span, AttributeKey<Long> key) {
    Long count = span.getAttributes().get(key);
    return count == null ? 0 : count;
  }

  private static boolean has(SpanData span, AttributeKey<?> key) {
    return span.getAttributes().get(key) != null;
  }

  private List<SpanData> named(String operation) {
    return spans.ended.stream()
        .filter(span -> span.getName().startsWith(operation))
        .toList();
  }

  private void atOnce(List<Callable<?>> work) throws Exception {
    var barrier = new CyclicBarrier(work.size());
    var results = new ArrayList<Future<?>>();
    for (Callable<?> one : work) {
      results.add(executor.submit(() -> {
        barrier.await();
        return one.call();
      }));
    }
    for (Future<?> result : results) {
      result.get(60, TimeUnit.SECONDS);
    }
  }

  /** Knows how many spans are open, and keeps those that ended. */
  private static final class Spans implements SpanProcessor {
    final AtomicLong open = new AtomicLong();
    final Queue<SpanData> ended = new ConcurrentLinkedQueue<>();

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
      open.incrementAndGet();
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      open.decrementAndGet();
      ended.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
