// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.ContentCapture;
import dev.spoor.autoconfigure.AgentObservability;
import dev.spoor.cost.TokenUsage;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Collector with the configurations that we recommend, as they are in {@code collector/}.
 */
class CollectorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path CONTENT_KEYS = Expressions.ROOT.resolve(
      "autoconfigure/src/main/java/dev/spoor/autoconfigure/ContentKeys.java");
  private static final Map<String, String> ONLY_BY_RULE = Map.of("SAMPLE_PERCENT", "0");

  private final OtlpReceiver backend = OtlpReceiver.start();

  @TempDir
  private Path directory;

  @BeforeEach
  void needsACollector() {
    assumeTrue(CollectorProcess.binary() != null, "skipped: run collector/check to build one");
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static AgentObservability sendTo(CollectorProcess collector) {
    return AgentObservability.builder()
        .setShutdownHook(false)
        .setGlobal(false)
        .setServiceName("desk")
        .setProperty("otel.exporter.otlp.endpoint", collector.endpoint())
        .setProperty("otel.metric.export.interval", "1s")
        .setAgents(agents -> agents.setAgentName("desk").setContentCapture(ContentCapture.ON))
        .start();
  }

  private static void failingTool(AgentRun run) {
    run.onToolUse("call-1", "search", "{\"q\":\"secret\"}");
    run.onToolError("call-1", "secret");
  }

  private static AgentRun start(AgentObservability observability, String session) {
    return observability
        .agents()
        .start(AgentRequest.builder()
            .setModel("gpt-5")
            .setPrompt("secret question")
            .setConversationId(session)
            .build());
  }

  private static void send(AgentObservability observability) {
    try (AgentRun run = start(observability, "plain")) {
      failingTool(run);
    }
    try (AgentRun run = start(observability, "failed")) {
      failingTool(run);
      run.fail(new IllegalStateException("no answer"));
    }
    try (AgentRun run = start(observability, "expensive")) {
      run.onUsage("gpt-5", TokenUsage.builder().setInput(1_000_000).setOutput(1).build(), "m");
    }
    Instant start = Instant.now().minusSeconds(100);
    Tracer tracer = observability.openTelemetry().getTracer("server");
    Span slow = tracer.spanBuilder("GET /slow").setStartTimestamp(start).startSpan();
    tracer.spanBuilder("step").setParent(Context.root().with(slow)).startSpan().end();
    slow.end(start.plusSeconds(61));
  }

  @Test
  void tracesWorthIt_areKeptWhole_withoutContent_inFewRequests() throws Exception {
    try (var collector = CollectorProcess.start(directory, backend.endpoint(), ONLY_BY_RULE);
        AgentObservability observability = sendTo(collector)) {
      send(observability);
      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      List<ReceivedSpan> kept = backend.awaitSpans(6, PATIENCE);

      assertThat(kept)
          .extracting(ReceivedSpan::name)
          .containsExactlyInAnyOrder(
              "invoke_agent desk",
              "execute_tool search",
              "invoke_agent desk",
              "GET /slow",
              "step",
              "chat gpt-5");
      assertThat(kept)
          .extracting(span -> span.attribute("gen_ai.conversation.id"))
          .contains("failed", "expensive")
          .doesNotContain("plain");
      assertThat(kept.toString()).doesNotContain("secret");
      assertThat(kept)
          .anySatisfy(span -> assertThat(span.attribute("agent.prompt_length")).isEqualTo(15L));
      assertThat(backend.requests()).hasSizeLessThan(4);
    }
  }

  @Test
  void oneInTenOfTheRest_isKept() throws Exception {
    int runs = 1_000;
    try (var collector = CollectorProcess.start(directory, backend.endpoint(), Map.of());
        AgentObservability observability = sendTo(collector)) {
      for (int i = 0; i < runs; i++) {
        start(observability, "plain").close();
      }
      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      // What it holds is judged before it ends.
      backend.awaitSpans(1, PATIENCE);
      observability.close();
      collector.close();

      assertThat(backend.spans()).hasSizeBetween(runs / 20, runs / 5);
    }
  }

  @Test
  void everythingThatWeTakeForContent_isTakenOut() throws Exception {
    Attributes content = content();
    assertThat(content.size()).isGreaterThan(40);
    try (var collector = CollectorProcess.start(directory, backend.endpoint(), ONLY_BY_RULE);
        AgentObservability observability = sendTo(collector)) {
      observability
          .openTelemetry()
          .getTracer("any.library")
          .spanBuilder("chat")
          .startSpan()
          .setAllAttributes(content)
          .setAttribute("gen_ai.prompt.name", "greeting")
          .addEvent(
              "gen_ai.choice", Attributes.builder().put("message", "secret").build())
          .setStatus(StatusCode.ERROR)
          .end();
      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      ReceivedSpan span = backend.awaitSpans(1, PATIENCE).get(0);

      assertThat(span.attributes()).isEqualTo(Map.of("gen_ai.prompt.name", "greeting"));
      assertThat(span.proto().toString()).doesNotContain("secret");
    }
  }

  /** Returns an attribute for each name that counts as content, and for each beginning of one. */
  private static Attributes content() throws Exception {
    String source = Files.readString(CONTENT_KEYS);
    AttributesBuilder content = Attributes.builder();
    Pattern.compile("\"((?:\\w+\\.)+\\w*)\"")
        .matcher(source.substring(source.indexOf("NAMES"), source.indexOf("EVENTS")))
        .results()
        .map((MatchResult name) -> name.group(1))
        .forEach(name -> content.put(name.endsWith(".") ? name + "x" : name, "secret"));
    return content
        .put("gen_ai.prompt.0.content", "secret")
        .put("llm.input_messages.0.message.content", "secret")
        .build();
  }

  @Test
  void allSpansOfATrace_reachTheSameCollector() throws Exception {
    try (var other = OtlpReceiver.start();
        var first = CollectorProcess.start(directory, backend.endpoint(), ONLY_BY_RULE);
        var second = CollectorProcess.start(directory, other.endpoint(), ONLY_BY_RULE);
        var balancer = CollectorProcess.balance(directory, List.of(first, second));
        AgentObservability observability = sendTo(balancer)) {
      for (int i = 0; i < 40; i++) {
        try (AgentRun run = start(observability, "failed")) {
          failingTool(run);
          // The parts of a trace come in requests of their own.
          if (i % 10 == 0) {
            assertThat(observability.forceFlush(PATIENCE)).isTrue();
          }
          run.fail(new IllegalStateException("no answer"));
        }
      }
      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      backend.awaitSpans(2, PATIENCE);
      other.awaitSpans(2, PATIENCE);
      balancer.close();
      first.close();
      second.close();

      assertThat(backend.spans().size() + other.spans().size()).isEqualTo(80);
      Set<String> both = traces(backend);
      both.retainAll(traces(other));
      assertThat(both).isEmpty();
    }
  }

  private static Set<String> traces(OtlpReceiver receiver) {
    return receiver.spans().stream()
        .map(ReceivedSpan::traceId)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void dashboards_haveTheirDataByWayOfTheCollectorToo() throws Exception {
    assumeTrue(PrometheusServer.isInstalled(), "skipped: prometheus is not installed");
    Set<String> expressions = new LinkedHashSet<>();
    for (Path dashboard : DashboardsTest.dashboards().toList()) {
      expressions.addAll(Expressions.ofPanels(dashboard));
      expressions.addAll(Expressions.ofVariables(dashboard));
    }
    List<Path> rules = List.of(Expressions.RULES.resolve("recording.yml"));
    try (var collector = CollectorProcess.start(directory, backend.endpoint(), ONLY_BY_RULE);
        var service = BusyService.sendingTo(collector.endpoint());
        var prometheus = PrometheusServer.start(directory, collector.prometheusPort(), rules)) {
      assertThat(DashboardsTest.unanswered(prometheus, expressions)).isEmpty();
      prometheus.await("agent_executions_total{job=\"ai-agents/busy\"}");
    }
  }
}
