// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.autoconfigure.AgentObservability;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.trace.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace goes to somebody else's backend, and comes back from its query API as it was. */
class SkyWalkingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private Path directory;

  @Test
  void trace_comesBackFromTheBackend() throws Exception {
    assumeTrue(SkyWalkingProcess.isThere(), "skipped: needs the profile skywalking");
    try (var backend = new SkyWalkingProcess(directory)) {
      backend.awaitStart();

      var spans = backend.awaitTrace(send(backend.endpoint()), 3);

      assertThat(spans).hasSize(3);
      var run = named(spans, "invoke_agent desk");
      var chat = named(spans, "chat claude-sonnet-4-5");
      var tool = named(spans, "execute_tool search");
      assertThat(run.get("parentId")).isNull();
      assertThat(List.of(chat, tool))
          .extracting(span -> span.get("parentId"))
          .containsOnly(run.get("id"));
      assertThat(chat.get("kind")).isEqualTo("CLIENT");
      assertThat(Json.child(run, "localEndpoint")).containsEntry("serviceName", "desk");
      assertThat(Json.child(run, "tags"))
          .containsEntry("gen_ai.operation.name", "invoke_agent")
          .containsEntry("gen_ai.conversation.id", "conversation-1")
          .containsEntry("agent.tokens.total", "1200")
          .containsEntry("agent.cost.usd", "0.006");
      assertThat(Json.child(chat, "tags")).containsEntry("gen_ai.usage.input_tokens", "1000");
      assertThat(Json.child(tool, "tags"))
          .containsEntry("gen_ai.tool.name", "search")
          .containsKey("error");
    }
  }

  /** Records a run and returns the id of its trace. */
  private static String send(String endpoint) {
    try (AgentObservability observability = AgentObservability.builder()
        .setShutdownHook(false)
        .setGlobal(false)
        .setServiceName("desk")
        .setProperty("otel.exporter.otlp.traces.endpoint", endpoint)
        .setProperty("otel.exporter.otlp.protocol", "grpc")
        .setAgents(agents -> agents.setAgentName("desk"))
        .start()) {
      AgentRun run = observability
          .agents()
          .start(AgentRequest.builder()
              .setModel("claude-sonnet-4-5")
              .setConversationId("conversation-1")
              .build());
      try (run) {
        run.generation(
            "claude-sonnet-4-5",
            call ->
                call.usage(TokenUsage.builder().setInput(1_000).setOutput(200).build()));
        run.onToolUse("call-1", "search", "{}");
        run.onToolError("call-1", "nothing found");
      }
      assertThat(observability.forceFlush(PATIENCE)).isTrue();
      return Span.fromContext(run.context()).getSpanContext().getTraceId();
    }
  }

  private static Map<String, @Nullable Object> named(
      List<Map<String, @Nullable Object>> spans, String name) {
    // Zipkin's names are in lower case.
    return spans.stream()
        .filter(span -> name.equalsIgnoreCase(String.valueOf(span.get("name"))))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + spans));
  }
}
