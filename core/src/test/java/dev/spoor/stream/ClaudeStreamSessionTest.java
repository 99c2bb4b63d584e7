// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.RunTotals;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a whole session comes to: its tokens, its money and its spans. */
class ClaudeStreamSessionTest {
  private static final String MODEL = "claude-sonnet-4-5";
  private static final int THREADS = 16;
  private static final int MESSAGES = 200;

  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private AgentTracer agents = AgentTracer.create(OpenTelemetry.noop());

  /** Not earlier: the extension forgets the instruments that were made before a test. */
  @BeforeEach
  void create() {
    agents = AgentTracer.create(otel.getOpenTelemetry());
  }

  @Test
  void totalsOfTwoResults_areThoseOfTheLast() {
    RunTotals totals =
        read(message("m1"), result(10, 20, "0.5"), message("m2"), result(15, 27, "0.75"));

    assertThat(totals.input()).isEqualTo(15);
    assertThat(totals.output()).isEqualTo(27);
    assertThat(totals.reportedCost()).isEqualByComparingTo("0.75");
    assertThat(counted()).isEqualTo(15 + 27);
    assertThat(carriedBySpans()).isEqualTo(15 + 27);
  }

  @Test
  void totalsOfTwoResults_withAClearBetween_countOnceEach() {
    RunTotals totals = read(
        message("m1"),
        result(10, 20, "0.5"),
        "{\"type\":\"conversation_reset\",\"session_id\":\"s-1\"}",
        message("m2"),
        result(5, 7, "0.25"));

    assertThat(totals.input()).isEqualTo(15);
    assertThat(totals.output()).isEqualTo(27);
    assertThat(totals.reportedCost()).isEqualByComparingTo("0.75");
    assertThat(counted()).isEqualTo(15 + 27);
    assertThat(carriedBySpans()).isEqualTo(15 + 27);
  }

  @Test
  void totalsOfAResumedSession_thatIsCleared_countOnceEach() {
    TokenUsage before = TokenUsage.builder().setInput(100).setOutput(200).build();
    var previous =
        new AgentEvent.Totals(Map.of(MODEL, before), Map.of(), Map.of(), new BigDecimal("2"), null);
    RunTotals totals;
    try (AgentRun run = agents.start(AgentRequest.of(MODEL, "hi"))) {
      feed(
          ClaudeStream.builder(run).setPreviousTotals(previous).build(),
          message("m1"),
          result(110, 220, "2.5"),
          "{\"type\":\"conversation_reset\",\"session_id\":\"s-1\"}",
          message("m2"),
          result(5, 7, "0.25"));
      totals = run.totals();
    }

    assertThat(totals.input()).isEqualTo(15);
    assertThat(totals.output()).isEqualTo(27);
    assertThat(totals.reportedCost()).isEqualByComparingTo("0.75");
    assertThat(counted()).isEqualTo(15 + 27);
  }

  @Test
  void reportedCost_thatIsWrong_isShownBesideOurs() {
    RunTotals totals = read(message("m1"), result(1000, 500, "1.25"));

    assertThat(totals.cost()).isEqualByComparingTo("0.0105");
    assertThat(totals.reportedCost()).isEqualByComparingTo("1.25");
    assertThat(totals.costsDiffer()).isTrue();
    Attributes root = named("invoke_agent").get(0).getAttributes();
    assertThat(root.get(AttributeKey.doubleKey("agent.cost.usd"))).isEqualTo(0.0105);
    assertThat(root.get(AttributeKey.doubleKey("agent.cost.reported_usd"))).isEqualTo(1.25);
    assertThat(root.get(AttributeKey.booleanKey("agent.cost.mismatch"))).isTrue();
  }

  @Test
  void manyThreads_feedOneReader_oneLineAtATime() throws Exception {
    var inListener = new AtomicInteger();
    var mostInListener = new AtomicInteger();
    var seen = new AtomicInteger();
    Consumer<AgentEvent> listener = event -> {
      mostInListener.accumulateAndGet(inListener.incrementAndGet(), Math::max);
      seen.incrementAndGet();
      inListener.decrementAndGet();
    };
    RunTotals totals;
    try (AgentRun run = agents.start(AgentRequest.of(MODEL, "hi"));
        ClaudeStream stream = ClaudeStream.builder(run).setListener(listener).build()) {
      onAllThreads(thread -> {
        for (int i = 0; i < MESSAGES; i++) {
          String id = thread + "-" + i;
          stream.accept(toolUse("m" + id, "t" + id));
          stream.accept(toolResult("t" + id));
          stream.accept("no json");
        }
      });
      stream.accept(result(2 * THREADS * MESSAGES, 3 * THREADS * MESSAGES, "1"));
      totals = run.totals();
    }

    assertThat(mostInListener).hasValue(1);
    assertThat(totals.tools()).isEqualTo(THREADS * MESSAGES);
    assertThat(named("execute_tool")).hasSize(THREADS * MESSAGES).allMatch(SpanData::hasEnded);
    assertThat(named("chat")).hasSizeGreaterThanOrEqualTo(THREADS * MESSAGES);
    assertThat(named("invoke_agent")
            .get(0)
            .getAttributes()
            .get(AttributeKey.longKey("agent.stream.dropped_lines")))
        .isEqualTo(THREADS * MESSAGES);
    assertThat(counted()).isEqualTo(5L * THREADS * MESSAGES);
    assertThat(carriedBySpans()).isEqualTo(5L * THREADS * MESSAGES);
  }

  private RunTotals read(String... lines) {
    try (AgentRun run = agents.start(AgentRequest.of(MODEL, "hi"))) {
      feed(ClaudeStream.of(run), lines);
      return run.totals();
    }
  }

  private static void feed(ClaudeStream stream, String... lines) {
    try (stream) {
      for (String line : lines) {
        stream.accept(line);
      }
    }
  }

  private static String message(String id) {
    return assistant(id, "{\"type\":\"text\",\"text\":\"hello\"}");
  }

  private static String toolUse(String message, String id) {
    return assistant(
        message, "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"Bash\",\"input\":{}}");
  }

  private static String assistant(String id, String content) {
    return "{\"type\":\"assistant\",\"session_id\":\"s-1\",\"message\":{\"id\":\"" + id
        + "\",\"role\":\"assistant\",\"model\":\"" + MODEL + "\",\"content\":[" + content
        + "],\"usage\":{\"input_tokens\":2,\"output_tokens\":1}}}";
  }

  private static String toolResult(String id) {
    return "{\"type\":\"user\",\"session_id\":\"s-1\",\"message\":{\"role\":\"user\",\"content\":"
        + "[{\"type\":\"tool_result\",\"tool_use_id\":\"" + id + "\",\"content\":\"fine\"}]}}";
  }

  private static String result(long input, long output, String cost) {
    return "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"num_turns\":1,"
        + "\"session_id\":\"s-1\",\"result\":\"done\",\"total_cost_usd\":" + cost
        + ",\"modelUsage\":{\"" + MODEL + "\":{\"inputTokens\":" + input + ",\"outputTokens\":"
        + output + ",\"costUSD\":" + cost + "}}}";
  }

  private static List<SpanData> named(String operation) {
    return otel.getSpans().stream()
        .filter(span -> span.getName().startsWith(operation))
        .toList();
  }

  private static long counted() {
    long sum = 0;
    for (MetricData metric : otel.getMetrics()) {
      if (metric.getName().equals("agent.tokens")) {
        sum += metric.getLongSumData().getPoints().stream()
            .mapToLong(LongPointData::getValue)
            .sum();
      }
    }
    return sum;
  }

  private static long carriedBySpans() {
    return named("chat").stream()
        .mapToLong(span ->
            count(span, "gen_ai.usage.input_tokens") + count(span, "gen_ai.usage.output_tokens"))
        .sum();
  }

  private static long count(SpanData span, String key) {
    Long count = span.getAttributes().get(AttributeKey.longKey(key));
    return count == null ? 0 : count;
  }

  private static void onAllThreads(Consumer<Integer> work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    var barrier = new CyclicBarrier(THREADS);
    try {
      var results = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        results.add(executor.submit(() -> {
          barrier.await();
          work.accept(thread);
          return true;
        }));
      }
      for (Future<?> result : results) {
        result.get(60, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
