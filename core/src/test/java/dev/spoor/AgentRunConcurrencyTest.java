// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentRunConcurrencyTest {
  private static final int THREADS = 64;
  private static final int CALLS = 50;

  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  /** Platform threads, and virtual threads where the machine has them. */
  static List<ExecutorService> executors() throws ReflectiveOperationException {
    var executors = new ArrayList<ExecutorService>();
    executors.add(Executors.newFixedThreadPool(THREADS));
    if (Runtime.version().feature() >= 21) {
      executors.add((ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    }
    return executors;
  }

  @ParameterizedTest
  @MethodSource("executors")
  void manyThreads_driveOneRun_withoutLosingOrDoublingASpan(ExecutorService executor)
      throws Exception {
    AgentTracer agents = AgentTracer.create(otel.getOpenTelemetry());
    AgentRun run = agents.start(AgentRequest.of("m", "x"));
    var barrier = new CyclicBarrier(THREADS);

    onAllThreads(executor, thread -> {
      barrier.await();
      for (int i = 0; i < CALLS; i++) {
        String id = thread + "-" + i;
        run.onToolUse(id, "search", "{}");
        run.onText("some text");
        run.onUsage("m", TokenUsage.builder().setInput(1).setOutput(1).build(), "message-" + id);
        run.onToolResult(id, "fine");
        run.onToolResult(id, "twice");
      }
      return null;
    });
    run.close();

    assertThat(
            otel.getSpans().stream().filter(span -> span.getName().equals("execute_tool search")))
        .hasSize(THREADS * CALLS)
        .allMatch(span -> span.hasEnded());
    assertThat(Metrics.read(otel, GenAi.TOKENS))
        .containsEntry("m,input", (long) THREADS * CALLS)
        .containsEntry("m,output", (long) THREADS * CALLS);
    assertThat(run.totals().tools()).isEqualTo(THREADS * CALLS);
  }

  @ParameterizedTest
  @MethodSource("executors")
  void everyHandle_endsOnce_whoeverIsFirst(ExecutorService executor) throws Exception {
    AgentTracer agents = AgentTracer.create(otel.getOpenTelemetry());
    AgentRun run = agents.start(AgentRequest.of("m", "x"));
    ToolCall tool = run.tool("search", "1", null);
    Generation generation = run.generation("m");
    var barrier = new CyclicBarrier(THREADS);

    onAllThreads(executor, thread -> {
      barrier.await();
      tool.close();
      generation.cancel();
      run.fail("raced", null);
      return null;
    });

    assertThat(otel.getSpans()).hasSize(3);
    assertThat(Metrics.read(otel, GenAi.EXECUTIONS).values()).containsExactly(1L);
    assertThat(Metrics.read(otel, GenAi.TOOLS).values()).containsExactly(1L);
  }

  @Test
  void tenThousandRuns_areOpenAtOnce() {
    var exporter = InMemorySpanExporter.create();
    var provider = SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
        .build();
    OpenTelemetry sdk = OpenTelemetrySdk.builder().setTracerProvider(provider).build();
    AgentTracer agents = AgentTracer.create(sdk);
    var runs = new ArrayList<AgentRun>();

    for (int i = 0; i < 10_000; i++) {
      AgentRun run = agents.start(AgentRequest.of("m", "x"));
      run.onToolUse("call", "search", "{}");
      runs.add(run);
    }
    runs.forEach(AgentRun::close);

    assertThat(exporter.getFinishedSpanItems()).hasSize(20_000);
    Set<String> traces = exporter.getFinishedSpanItems().stream()
        .map(span -> span.getTraceId())
        .collect(Collectors.toSet());
    assertThat(traces).hasSize(10_000);
    provider.close();
  }

  private static void onAllThreads(ExecutorService executor, Work work) throws Exception {
    var number = new AtomicInteger();
    try {
      var results = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        Callable<Object> task = () -> {
          work.on(number.getAndIncrement());
          return true;
        };
        results.add(executor.submit(task));
      }
      for (Future<?> result : results) {
        result.get(60, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private interface Work {
    @org.jspecify.annotations.Nullable Object on(int thread) throws Exception;
  }
}
