// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the events of a stream become: times, parents and statuses. */
class AgentRunEventsTest {
  private static final TokenUsage USAGE =
      TokenUsage.builder().setInput(10).setOutput(2).build();

  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final AtomicLong seconds = new AtomicLong();

  @Test
  void generation_startsAtTheLastBoundaryAndEndsWithItsLastEvent() {
    run(run -> {
      at(1, run, new AgentEvent.Requesting(null));
      at(3, run, usage("m1", null, false));
      at(4, run, new AgentEvent.ToolUse("t1", "Bash", "{}", "m1", null));
      at(6, run, new AgentEvent.ToolResult("t1", "ok", false, false, null));
      at(8, run, usage("m2", null, false));
      at(9, run, new AgentEvent.Text("done", false, "m2", null));
      at(20, run, result(false));
    });

    assertTimes("chat m", 0, 1, 4);
    assertTimes("execute_tool Bash", 0, 4, 6);
    assertTimes("chat m", 1, 6, 9);
  }

  @Test
  void toolResults_matchById_inAnyOrder() {
    run(run -> {
      at(1, run, new AgentEvent.ToolUse("a", "A", "{}", "m1", null));
      at(2, run, new AgentEvent.ToolUse("b", "B", "{}", "m1", null));
      at(3, run, new AgentEvent.ToolResult("b", "fine", false, false, null));
      at(4, run, new AgentEvent.ToolResult("a", "bad", false, true, null));
      at(5, run, new AgentEvent.ToolResult("a", "again", false, false, null));
    });

    assertTimes("execute_tool B", 0, 2, 3);
    assertTimes("execute_tool A", 0, 1, 4);
    assertThat(named("execute_tool A").get(0).getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
    assertThat(named("execute_tool A").get(0).getAttributes().get(GenAi.ERROR_TYPE))
        .isEqualTo("tool_error");
    assertThat(named("execute_tool B").get(0).getStatus()).isEqualTo(StatusData.unset());
  }

  @Test
  void toolUse_toldTwice_isOneCall() {
    run(run -> {
      run.onToolUse("a", "A", "{}");
      run.onToolUse("a", "A", "{}");
      run.onToolResult("a", "fine");
      run.onToolUse("a", "A", "{}");
    });

    assertThat(named("execute_tool A")).hasSize(1);
    assertThat(Metrics.read(otel, GenAi.TOOLS)).containsExactly(Map.entry("success,A", 1L));
  }

  @Test
  void subagent_isNestedUnderItsToolCall_andEndsWithIt() {
    run(run -> {
      at(1, run, new AgentEvent.ToolUse("t1", "Agent", "{}", "m1", null));
      at(2, run, new AgentEvent.Started(null, "explorer", null, false, "t1"));
      at(3, run, usage("s1", "t1", true));
      at(4, run, new AgentEvent.ToolUse("t2", "Read", "{}", "s1", "t1"));
      at(5, run, new AgentEvent.ToolResult("t2", "text", false, false, "t1"));
      at(6, run, new AgentEvent.ToolResult("t1", "found", false, false, null));
    });

    SpanData tool = named("execute_tool Agent").get(0);
    SpanData agent = named("invoke_agent explorer").get(0);
    assertThat(agent.getParentSpanId()).isEqualTo(tool.getSpanId());
    assertThat(named("execute_tool Read").get(0).getParentSpanId()).isEqualTo(agent.getSpanId());
    assertThat(named("chat m").get(0).getParentSpanId()).isEqualTo(agent.getSpanId());
    assertTimes("invoke_agent explorer", 0, 2, 6);
  }

  @Test
  void subagent_isOfTheModelThatAnswersIt() {
    run(run -> {
      run.accept(new AgentEvent.Started("session", null, "large", false, null));
      run.accept(new AgentEvent.ToolUse("t1", "Agent", "{}", "m1", null));
      run.accept(new AgentEvent.Started(null, "explorer", null, false, "t1"));
      run.accept(usage("s1", "t1", true));
      run.accept(new AgentEvent.ToolResult("t1", "found", false, false, null));
    });

    assertThat(named("invoke_agent explorer").get(0).getAttributes().get(GenAi.REQUEST_MODEL))
        .isEqualTo("m");
    assertThat(Metrics.read(otel, "gen_ai.invoke_agent.duration"))
        .isEqualTo(Map.of("agent,large", 1L, "explorer,m", 1L));
  }

  @Test
  void backgroundSubagent_outlivesItsToolCall() {
    run(run -> {
      at(1, run, new AgentEvent.ToolUse("t1", "Agent", "{}", "m1", null));
      at(2, run, new AgentEvent.Started(null, "explorer", null, true, "t1"));
      at(3, run, new AgentEvent.ToolResult("t1", "started", false, false, null));
      at(9, run, new AgentEvent.Result(null, false, null, null, null, null, null, "t1"));
    });

    assertTimes("execute_tool Agent", 0, 1, 3);
    assertTimes("invoke_agent explorer", 0, 2, 9);
  }

  @Test
  void result_thatIsAnError_marksTheRun() {
    run(run -> run.accept(result(true)));

    SpanData run = named("invoke_agent agent").get(0);
    assertThat(run.getStatus()).isEqualTo(StatusData.create(StatusCode.ERROR, "went wrong"));
    assertThat(run.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("error_max_turns");
  }

  @Test
  void status_isThatOfTheLastResult() {
    run(run -> {
      run.accept(result(true));
      run.accept(result(false));
    });

    assertThat(named("invoke_agent agent").get(0).getStatus()).isEqualTo(StatusData.unset());
  }

  @Test
  void started_namesConversationAndModel() {
    run(run -> run.accept(new AgentEvent.Started("session", null, "m", false, null)));

    var attributes = named("invoke_agent agent").get(0).getAttributes();
    assertThat(attributes.get(GenAi.CONVERSATION_ID)).isEqualTo("session");
    assertThat(attributes.get(GenAi.REQUEST_MODEL)).isEqualTo("m");
  }

  @Test
  void chunks_tellTheTimeToTheFirstAndBetween() {
    run(run -> {
      at(1, run, new AgentEvent.Requesting(null));
      at(2, run, usage("m1", null, false));
      at(3, run, new AgentEvent.Text("a", true, "m1", null));
      at(4, run, new AgentEvent.Text("b", true, "m1", null));
      at(5, run, usage("m1", null, true));
    });

    var attributes = named("chat m").get(0).getAttributes();
    assertThat(attributes.get(GenAi.TIME_TO_FIRST_CHUNK)).isEqualTo(2.0);
    assertThat(attributes.get(GenAi.REQUEST_STREAM)).isTrue();
    assertThat(Metrics.read(otel, GenAi.OPERATION_FIRST_CHUNK).values()).containsExactly(1L);
    assertThat(Metrics.read(otel, GenAi.OPERATION_OUTPUT_CHUNK).values()).containsExactly(1L);
  }

  @Test
  void timePerOutputChunk_isFromChunkToChunk_whateverComesBetween() {
    run(run -> {
      at(1, run, new AgentEvent.Text("a", true, "m1", null));
      at(3, run, new AgentEvent.Text("a", false, "m1", null));
      at(4, run, usage("m1", null, false));
      at(6, run, new AgentEvent.Text("b", true, "m1", null));
    });

    assertThat(otel.getMetrics())
        .filteredOn(metric -> metric.getName().equals(GenAi.OPERATION_OUTPUT_CHUNK))
        .flatExtracting(metric -> metric.getHistogramData().getPoints())
        .extracting(HistogramPointData::getSum)
        .containsExactly(5.0);
  }

  @Test
  void notices_areEventsOfTheSpan() {
    run(run -> run.accept(new AgentEvent.Notice("api_retry", Map.of("attempt", "2"), null)));

    assertThat(named("invoke_agent agent").get(0).getEvents())
        .singleElement()
        .extracting("name")
        .isEqualTo("api_retry");
  }

  /** The seventeenth attribute doubles a span's table; Langfuse's stamps take up to three. */
  @Test
  void spans_haveAtMostThirteenAttributesInTheDefaultSetUp() {
    AgentTracer agents = AgentTracer.create(otel.getOpenTelemetry());
    AgentRequest request = AgentRequest.builder()
        .setModel("claude-sonnet-4-5")
        .setPrompt("prompt")
        .setConversationId("session")
        .build();
    TokenUsage usage = TokenUsage.builder()
        .setInput(100)
        .setCacheRead(50)
        .setCacheWrite5m(20)
        .setOutput(10)
        .setReasoning(5)
        .build();
    try (AgentRun run = agents.start(request)) {
      run.accept(new AgentEvent.Text("a", true, "m1", null));
      run.onToolUse("t1", "search", "{}");
      run.onToolResult("t1", "found");
      run.accept(new AgentEvent.Usage(usage, "claude-sonnet-4-5", "end_turn", true, "m1", null));
      run.onTotals(Map.of("claude-sonnet-4-5", usage), new java.math.BigDecimal("0.00033"));
    }

    assertThat(otel.getSpans())
        .hasSize(3)
        .allSatisfy(span -> assertThat(span.getAttributes().size())
            .as(span.getName() + " " + span.getAttributes())
            .isLessThanOrEqualTo(13));
  }

  @Test
  void events_afterTheEnd_areDroppedAndCounted() {
    AgentRun run = AgentTracer.create(otel.getOpenTelemetry()).start(AgentRequest.of("x"));
    run.close();
    run.onText("late");
    run.tool("late", "id", null).close();

    assertThat(otel.getSpans()).hasSize(1);
    assertThat(Metrics.read(otel, GenAi.DROPPED)).containsKeys("event_after_end", "call_after_end");
  }

  private void run(Consumer<AgentRun> work) {
    AgentTracer agents = AgentTracer.builder(otel.getOpenTelemetry())
        .setClock(() -> Instant.EPOCH, () -> seconds.get() * 1_000_000_000L)
        .build();
    try (AgentRun run = agents.start(AgentRequest.of("prompt"))) {
      work.accept(run);
    }
  }

  private void at(long second, AgentRun run, AgentEvent event) {
    seconds.set(second);
    run.accept(event);
  }

  private static AgentEvent usage(String message, @Nullable String parent, boolean complete) {
    return new AgentEvent.Usage(USAGE, "m", null, complete, message, parent);
  }

  private static AgentEvent result(boolean error) {
    return new AgentEvent.Result(
        "text",
        error,
        error ? "error_max_turns" : null,
        error ? "went wrong" : null,
        5L,
        1,
        null,
        null);
  }

  private static void assertTimes(String name, int index, long start, long end) {
    SpanData span = named(name).get(index);
    assertThat(span.getStartEpochNanos()).as("start of " + name).isEqualTo(start * 1_000_000_000L);
    assertThat(span.getEndEpochNanos()).as("end of " + name).isEqualTo(end * 1_000_000_000L);
  }

  private static List<SpanData> named(String name) {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals(name))
        .sorted(java.util.Comparator.comparingLong(SpanData::getStartEpochNanos))
        .toList();
  }
}
