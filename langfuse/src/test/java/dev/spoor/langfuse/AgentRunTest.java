// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.ContentCapture;
import dev.spoor.Generation;
import dev.spoor.RunTotals;
import dev.spoor.ToolCall;
import dev.spoor.cost.TokenUsage;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The runs of {@code AgentTracer} as Langfuse sees them. */
class AgentRunTest {
  private static final String MODEL = "claude-sonnet-4-5";
  private static final String OBSERVATION = "langfuse.observation.";
  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final Rig rig =
      Rig.at(receiver, b -> b.setFlushAt(15).setFlushInterval(Duration.ofSeconds(10)));
  private final InMemorySpanExporter others = InMemorySpanExporter.create();
  private final SdkTracerProvider provider = SdkTracerProvider.builder()
      .addSpanProcessor(rig.processor)
      .addSpanProcessor(SimpleSpanProcessor.create(others))
      .build();
  private final AgentTracer agents = AgentTracer.builder(
          OpenTelemetrySdk.builder().setTracerProvider(provider).build())
      .setAgentName("researcher")
      .setProvider("anthropic")
      .setContentCapture(ContentCapture.ON)
      .build();

  @AfterEach
  void close() {
    provider.close();
    rig.close();
    receiver.close();
  }

  private static TokenUsage usage(long input, long output) {
    return TokenUsage.builder().setInput(input).setOutput(output).build();
  }

  private List<ReceivedSpan> generations() {
    return receiver.spans().stream()
        .filter(span -> "generation".equals(span.attribute(OBSERVATION + "type")))
        .toList();
  }

  private long sum(String bucket) {
    return generations().stream()
        .map(span ->
            (Map<?, ?>) Json.parse(String.valueOf(span.attribute(OBSERVATION + "usage_details"))))
        .mapToLong(map -> map != null && map.get(bucket) instanceof Json.Digits digits
            ? Long.parseLong(digits.text())
            : 0)
        .sum();
  }

  @Test
  void agentThenToolThenGeneration_isTheTreeOfTheOriginalDesign() {
    TraceAttributes user =
        TraceAttributes.builder().setUserId("u").setSessionId("s").build();
    try (Scope scope = user.makeCurrent();
        AgentRun run = agents.start(AgentRequest.of(MODEL, "count the files"))) {
      try (ToolCall tool = run.tool("bash", "call-1", "{\"command\":\"ls | wc -l\"}")) {
        tool.result("42");
      }
      try (Generation generation = run.generation(MODEL)) {
        generation.input("count the files").output("There are 42.").usage(usage(100, 20));
      }
      Observation.of(run.context()).metadata("turns", 1);
    }
    assertThat(rig.flush()).isTrue();

    ReceivedSpan agent = byType("agent");
    ReceivedSpan tool = byType("tool");
    ReceivedSpan generation = byType("generation");
    assertThat(tool.parentSpanId()).isEqualTo(agent.spanId());
    assertThat(generation.parentSpanId()).isEqualTo(agent.spanId());
    assertThat(agent.attributes())
        .contains(
            entry("langfuse.internal.is_app_root", true),
            entry(OBSERVATION + "metadata.turns", "1"),
            entry("user.id", "u"),
            entry("session.id", "s"));
    assertThat(tool.attributes())
        .contains(
            entry(OBSERVATION + "input", "{\"command\":\"ls | wc -l\"}"),
            entry(OBSERVATION + "output", "42"));
    assertThat(String.valueOf(generation.attribute(OBSERVATION + "output")))
        .contains("There are 42.");
    assertThat(generation.attribute(OBSERVATION + "usage_details"))
        .isEqualTo("{\"input\":100,\"output\":20,\"total\":120}");
    // 100 x 3 + 20 x 15 dollars a million.
    assertThat(generation.attribute(OBSERVATION + "cost_details"))
        .isEqualTo("{\"input\":0.0003,\"output\":0.0003,\"total\":0.0006}");
    assertThat(others.getFinishedSpanItems())
        .as("attributes of a span, our stamps included")
        .allMatch(span -> span.getAttributes().size() <= 16)
        .noneMatch(span -> span.getAttributes().asMap().keySet().stream()
            .anyMatch(key -> key.getKey().equals(OBSERVATION + "type")));
  }

  private ReceivedSpan byType(String type) {
    return receiver.spans().stream()
        .filter(span -> type.equals(span.attribute(OBSERVATION + "type")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void generations_addUpToTheTotalsOfTheRun() {
    RunTotals totals;
    try (AgentRun run = agents.start(AgentRequest.of(MODEL, "hi"))) {
      try (Generation generation = run.generation(MODEL)) {
        generation.usage(usage(100, 20));
      }
      run.onTotals(Map.of(MODEL, usage(500, 90)), new BigDecimal("0.00285"));
      run.onResult("done", 10, new BigDecimal("0.00285"));
      totals = run.totals();
    }
    assertThat(rig.flush()).isTrue();

    assertThat(generations()).hasSize(2);
    assertThat(sum("input")).isEqualTo(totals.input()).isEqualTo(500);
    assertThat(sum("output")).isEqualTo(totals.output()).isEqualTo(90);
    BigDecimal cost = generations().stream()
        .map(span ->
            (Map<?, ?>) Json.parse(String.valueOf(span.attribute(OBSERVATION + "cost_details"))))
        .map(map -> new BigDecimal(((Json.Digits) java.util.Objects.requireNonNull(
                java.util.Objects.requireNonNull(map).get("total")))
            .text()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(cost).isEqualByComparingTo(totals.cost());
  }

  @Test
  void failure_isSeen() {
    try (AgentRun run = agents.start(AgentRequest.of(MODEL, "hi"))) {
      run.fail(new IllegalStateException("no luck"));
    }
    assertThat(rig.flush()).isTrue();

    assertThat(byType("agent").attributes())
        .contains(
            entry(OBSERVATION + "level", "ERROR"),
            entry(OBSERVATION + "status_message", "IllegalStateException: no luck"));
  }
}
