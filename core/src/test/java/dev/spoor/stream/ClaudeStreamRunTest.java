// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.Generation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From bytes to spans. */
class ClaudeStreamRunTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final AgentTracer agents =
      AgentTracer.builder(otel.getOpenTelemetry()).setAgentName("claude-code").build();

  @Test
  void readAll_makesATreeOfTheSubAgentsRun() throws IOException {
    List<SpanData> spans = spansOf("sub-agent.jsonl");

    SpanData root = span(spans, "invoke_agent claude-code");
    SpanData task = span(spans, "execute_tool Agent");
    SpanData agent = span(spans, "invoke_agent counter");
    SpanData command = span(spans, "execute_tool Bash");
    assertThat(task.getTraceId()).isEqualTo(root.getTraceId());
    assertThat(agent.getParentSpanId()).isEqualTo(task.getSpanId());
    assertThat(command.getTraceId()).isEqualTo(root.getTraceId());
    assertThat(root.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void readAll_marksACutStreamAsFailed() throws IOException {
    SpanData root = span(spansOf("oddities.jsonl"), "invoke_agent claude-code");

    assertThat(root.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(root.getStatus().getDescription()).isEqualTo("stream ended");
  }

  @Test
  void accept_countsDroppedLinesOnTheSpan() {
    try (AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "hi"));
        ClaudeStream stream = ClaudeStream.of(run)) {
      stream.accept("no json");
      stream.accept("{\"type\":");
    }

    assertThat(otel.getSpans()
            .get(0)
            .getAttributes()
            .get(AttributeKey.longKey("agent.stream.dropped_lines")))
        .isEqualTo(2);
  }

  @Test
  void anthropicSse_recordsUsageOnTheGeneration() throws IOException {
    try (AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "hi"));
        Generation generation = run.generation("claude-sonnet-4-5")) {
      AnthropicSse.of(generation).readAll(ReadEvents.resource("tools.sse"));
    }

    SpanData chat = span(otel.getSpans(), "chat claude-sonnet-4-5");
    assertThat(chat.getAttributes().get(AttributeKey.longKey("gen_ai.usage.output_tokens")))
        .isEqualTo(53);
    assertThat(
            chat.getAttributes().get(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons")))
        .containsExactly("tool_use");
  }

  private List<SpanData> spansOf(String resource) throws IOException {
    try (AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "hi"))) {
      ClaudeStream.of(run).readAll(ReadEvents.resource(resource));
    }
    return otel.getSpans();
  }

  private static SpanData span(List<SpanData> spans, String name) {
    return spans.stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
