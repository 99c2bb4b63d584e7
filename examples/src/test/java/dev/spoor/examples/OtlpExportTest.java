// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole way: the command line replays a run, a real receiver decodes what comes. */
class OtlpExportTest {
  private static final String SONNET = "claude-sonnet-4-5-20250929";
  private static final String HAIKU = "claude-haiku-4-5-20251001";

  private static final OtlpReceiver receiver = OtlpReceiver.start();
  private static List<ReceivedSpan> spans = List.of();

  @BeforeAll
  static void replay() {
    var environment = Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
        "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
        "OTEL_SERVICE_NAME", "orchard");
    assertThat(SpoorProcess.run(environment, "--speed", "fast").exitCode()).isZero();
    spans = receiver.awaitSpans(16);
  }

  @AfterAll
  static void close() {
    receiver.close();
  }

  @Test
  void spans_areOneTreeInOneTrace() {
    assertThat(spans).hasSize(16);
    assertThat(spans).extracting(ReceivedSpan::traceId).containsOnly(root().traceId());
    assertThat(root().parentSpanId()).isEmpty();
    assertThat(spans).extracting(ReceivedSpan::scope).containsOnly("dev.spoor");
    assertThat(root().resource()).containsEntry("service.name", "orchard");

    assertThat(childrenOf(root()))
        .containsExactlyInAnyOrder(
            "chat " + SONNET,
            "chat " + SONNET,
            "chat " + SONNET,
            "chat " + SONNET,
            "chat " + SONNET,
            "chat " + HAIKU,
            "execute_tool Grep",
            "execute_tool Agent",
            "execute_tool Bash",
            "execute_tool Bash",
            "execute_tool Edit");
    assertThat(childrenOf(only("execute_tool Agent"))).containsExactly("invoke_agent Explore");
    assertThat(childrenOf(only("invoke_agent Explore")))
        .containsExactlyInAnyOrder("chat " + HAIKU, "execute_tool Grep", "execute_tool Read");
  }

  @Test
  void spans_haveTheKindsOfTheConventions() {
    assertThat(spans)
        .allSatisfy(span -> assertThat(span.kind())
            .isEqualTo(span.name().startsWith("chat") ? "CLIENT" : "INTERNAL"));
  }

  @Test
  void status_isAnErrorForTheToolThatFailedAndUnsetElsewhere() {
    var byStatus =
        spans.stream().collect(Collectors.groupingBy(ReceivedSpan::status, Collectors.counting()));

    assertThat(byStatus).isEqualTo(Map.of("UNSET", 15L, "ERROR", 1L));
    assertThat(spans)
        .filteredOn(span -> span.status().equals("ERROR"))
        .singleElement()
        .satisfies(span -> {
          assertThat(span.name()).isEqualTo("execute_tool Bash");
          assertThat(span.attribute("error.type")).isNotNull();
        });
  }

  @Test
  void tokens_addUpToWhatTheRunReports() {
    assertThat(sum("gen_ai.usage.input_tokens")).isEqualTo(44_549);
    assertThat(sum("gen_ai.usage.output_tokens")).isEqualTo(1_095);
    assertThat(sum("gen_ai.usage.cache_read.input_tokens")).isEqualTo(32_353);
    assertThat(sum("gen_ai.usage.cache_creation.input_tokens")).isEqualTo(12_146);
    assertThat(root().attributes())
        .containsEntry("agent.tokens.input", 44_549L)
        .containsEntry("agent.tokens.output", 1_095L)
        .containsEntry("agent.tools.executed", 7L)
        .doesNotContainKey("gen_ai.usage.input_tokens");
  }

  @Test
  void durations_areThoseOfTheRecording() {
    assertThat(root().duration().toMillis()).isEqualTo(7_733);
    assertThat(only("execute_tool Edit").duration().toMillis()).isEqualTo(37);
  }

  @Test
  void content_isNotSentUnlessAskedFor() {
    assertThat(spans)
        .allSatisfy(span -> assertThat(span.attributes())
            .doesNotContainKeys(
                "gen_ai.input.messages",
                "gen_ai.output.messages",
                "gen_ai.tool.call.arguments",
                "gen_ai.tool.call.result"));
  }

  @Test
  void metrics_comeAlong() {
    var tokens = receiver.awaitMetric("agent.tokens");

    assertThat(tokens.unit()).isEqualTo("{token}");
    assertThat(tokens.numbers())
        .containsEntry(Map.of("model", SONNET, "type", "output"), 856.0)
        .containsEntry(Map.of("model", HAIKU, "type", "cache_write"), 4_508.0);
    assertThat(receiver.awaitMetric("agent.executions").numbers().values()).containsExactly(1.0);
  }

  @Test
  void requests_areGzippedProtobuf() {
    assertThat(receiver.requests()).allSatisfy(request -> {
      assertThat(request.header("content-encoding")).isEqualTo("gzip");
      assertThat(request.header("content-type")).startsWith("application/x-protobuf");
    });
  }

  private static ReceivedSpan root() {
    return only("invoke_agent claude-code");
  }

  private static ReceivedSpan only(String name) {
    List<ReceivedSpan> named =
        spans.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named).as(name).hasSize(1);
    return named.get(0);
  }

  private static List<String> childrenOf(ReceivedSpan parent) {
    Map<String, List<ReceivedSpan>> byParent =
        spans.stream().collect(Collectors.groupingBy(ReceivedSpan::parentSpanId));
    return byParent.getOrDefault(parent.spanId(), List.of()).stream()
        .map(ReceivedSpan::name)
        .toList();
  }

  private static long sum(String attribute) {
    Function<ReceivedSpan, Object> value = span -> span.attributes().getOrDefault(attribute, 0L);
    return spans.stream().map(value).mapToLong(count -> (Long) count).sum();
  }
}
