// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds what is recorded against the GenAI semantic conventions, version 1.41, written down here
 * from their text and not from our constants.
 */
class ConformanceTest {
  /** A kind of span: its kind, the beginning of its name and what completes it. */
  private record Shape(
      String operation, SpanKind kind, String nameAttribute, List<String> required) {}

  private static final List<Shape> SHAPES = List.of(
      new Shape(
          "invoke_agent",
          SpanKind.INTERNAL,
          "gen_ai.agent.name",
          List.of("gen_ai.operation.name", "gen_ai.agent.name")),
      new Shape(
          "chat",
          SpanKind.CLIENT,
          "gen_ai.request.model",
          List.of("gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model")),
      new Shape(
          "execute_tool",
          SpanKind.INTERNAL,
          "gen_ai.tool.name",
          List.of(
              "gen_ai.operation.name",
              "gen_ai.tool.name",
              "gen_ai.tool.call.id",
              "gen_ai.tool.type")));

  private static final Map<String, AttributeType> TYPES = Map.ofEntries(
      Map.entry("gen_ai.operation.name", AttributeType.STRING),
      Map.entry("gen_ai.provider.name", AttributeType.STRING),
      Map.entry("gen_ai.request.model", AttributeType.STRING),
      Map.entry("gen_ai.request.stream", AttributeType.BOOLEAN),
      Map.entry("gen_ai.response.model", AttributeType.STRING),
      Map.entry("gen_ai.response.id", AttributeType.STRING),
      Map.entry("gen_ai.response.finish_reasons", AttributeType.STRING_ARRAY),
      Map.entry("gen_ai.response.time_to_first_chunk", AttributeType.DOUBLE),
      Map.entry("gen_ai.usage.input_tokens", AttributeType.LONG),
      Map.entry("gen_ai.usage.output_tokens", AttributeType.LONG),
      Map.entry("gen_ai.usage.cache_read.input_tokens", AttributeType.LONG),
      Map.entry("gen_ai.usage.cache_creation.input_tokens", AttributeType.LONG),
      Map.entry("gen_ai.usage.reasoning.output_tokens", AttributeType.LONG),
      Map.entry("gen_ai.usage.cost", AttributeType.DOUBLE),
      Map.entry("gen_ai.conversation.id", AttributeType.STRING),
      Map.entry("gen_ai.agent.name", AttributeType.STRING),
      Map.entry("gen_ai.tool.name", AttributeType.STRING),
      Map.entry("gen_ai.tool.type", AttributeType.STRING),
      Map.entry("gen_ai.tool.call.id", AttributeType.STRING),
      Map.entry("error.type", AttributeType.STRING));

  private static final Set<String> PROVIDERS = Set.of(
      "openai",
      "gcp.gen_ai",
      "gcp.vertex_ai",
      "gcp.gemini",
      "anthropic",
      "cohere",
      "azure.ai.inference",
      "azure.ai.openai",
      "ibm.watsonx.ai",
      "aws.bedrock",
      "perplexity",
      "x_ai",
      "deepseek",
      "groq",
      "mistral_ai",
      "moonshot_ai");

  private static final List<Double> CALL_SECONDS = List.of(
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  private static final List<Double> AGENT_SECONDS =
      List.of(0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6);
  private static final List<Double> CALLS = List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0);
  private static final List<Double> TOKENS = List.of(
      1.0,
      4.0,
      16.0,
      64.0,
      256.0,
      1024.0,
      4096.0,
      16384.0,
      65536.0,
      262144.0,
      1048576.0,
      4194304.0,
      16777216.0,
      67108864.0);

  /** A histogram of the conventions. */
  private record Metric(String name, String unit, List<Double> boundaries, List<String> required) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private static final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private static final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
      .setTracerProvider(SdkTracerProvider.builder()
          .addSpanProcessor(SimpleSpanProcessor.create(exporter))
          .build())
      .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
      .build();

  private static List<SpanData> spans = List.of();
  private static Collection<MetricData> metrics = List.of();

  @BeforeAll
  static void record() {
    read(String.join("\n", BundledRun.lines()));
    read("""
        {"type":"system","subtype":"init","model":"claude-opus-5","session_id":"s-2"}
        {"type":"result","subtype":"success","is_error":true,"num_turns":1,"result":"API Error"}
        """);
    read("""
        event: message_start
        data: {"type":"message_start","message":{"id":"m","model":"claude-opus-5","usage":{"input_tokens":1,"output_tokens":1}}}

        event: error
        data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}

        """);
    spans = exporter.getFinishedSpanItems();
    metrics = reader.collectAllMetrics();
  }

  @AfterAll
  static void close() {
    sdk.close();
  }

  @Test
  void spans_haveTheirKindNameAndRequiredAttributes() {
    assertThat(spans).hasSizeGreaterThan(16).allSatisfy(ConformanceTest::hasItsShape);
  }

  @Test
  void attributes_haveTheTypesOfTheConventions() {
    for (SpanData span : spans) {
      span.getAttributes().forEach((key, value) -> {
        if (key.getKey().startsWith("gen_ai.") || key.getKey().equals("error.type")) {
          assertThat(key.getType()).as(key.getKey()).isEqualTo(TYPES.get(key.getKey()));
        }
      });
    }
  }

  @Test
  void provider_isOneOfTheKnown() {
    assertThat(spans)
        .filteredOn(span -> span.getName().startsWith("chat"))
        .extracting(span -> string(span, "gen_ai.provider.name"))
        .isSubsetOf(PROVIDERS);
  }

  @Test
  void status_isAnErrorWithATypeOrUnset() {
    assertThat(spans).allSatisfy(span -> {
      String errorType = string(span, "error.type");
      StatusCode code = span.getStatus().getStatusCode();
      assertThat(code).isEqualTo(errorType == null ? StatusCode.UNSET : StatusCode.ERROR);
    });
    assertThat(spans).filteredOn(span -> string(span, "error.type") != null).hasSize(3);
  }

  @Test
  void inputTokens_holdTheCached() {
    assertThat(spans)
        .filteredOn(span -> number(span, "gen_ai.usage.input_tokens") != null)
        .allSatisfy(span -> assertThat(orZero(number(span, "gen_ai.usage.input_tokens")))
            .isGreaterThanOrEqualTo(orZero(number(span, "gen_ai.usage.cache_read.input_tokens"))
                + orZero(number(span, "gen_ai.usage.cache_creation.input_tokens"))));
  }

  @Test
  void streamed_isSaidTogetherWithTheTimeToTheFirstChunk() {
    assertThat(spans)
        .filteredOn(span -> span.getName().startsWith("chat"))
        .allSatisfy(span -> assertThat(has(span, "gen_ai.request.stream"))
            .isEqualTo(has(span, "gen_ai.response.time_to_first_chunk")))
        .anySatisfy(span -> assertThat(has(span, "gen_ai.request.stream")).isTrue());
  }

  @Test
  void conversation_isTheSessionAndNeverMadeUp() {
    assertThat(spans)
        .extracting(span -> string(span, "gen_ai.conversation.id"))
        .containsOnly("4f0c2d9a-7b1e-4c55-9a3d-51e8f6b2c710", "s-2", null);
  }

  @Test
  void attributes_areSixteenAtMost() {
    assertThat(spans).allSatisfy(span -> assertThat(span.getAttributes().size()).isLessThan(17));
  }

  static Stream<Metric> histograms() {
    List<String> call = List.of("gen_ai.operation.name", "gen_ai.provider.name");
    return Stream.of(
        new Metric("gen_ai.client.operation.duration", "s", CALL_SECONDS, call),
        new Metric("gen_ai.client.operation.time_to_first_chunk", "s", CALL_SECONDS, call),
        new Metric("gen_ai.client.operation.time_per_output_chunk", "s", CALL_SECONDS, call),
        new Metric(
            "gen_ai.client.token.usage",
            "{token}",
            TOKENS,
            List.of("gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.token.type")),
        new Metric(
            "gen_ai.invoke_agent.duration", "s", AGENT_SECONDS, List.of("gen_ai.agent.name")),
        new Metric(
            "gen_ai.invoke_agent.tool_calls", "{tool_call}", CALLS, List.of("gen_ai.agent.name")),
        new Metric(
            "gen_ai.invoke_agent.inference_calls",
            "{inference_call}",
            CALLS,
            List.of("gen_ai.agent.name")),
        new Metric("gen_ai.execute_tool.duration", "s", CALL_SECONDS, List.of("gen_ai.tool.name")));
  }

  @ParameterizedTest
  @MethodSource("histograms")
  void histogram_isAsTheConventionsHaveIt(Metric metric) {
    MetricData data = named(metric.name());

    assertThat(data.getType()).isEqualTo(MetricDataType.HISTOGRAM);
    assertThat(data.getUnit()).isEqualTo(metric.unit());
    assertThat(data.getDescription()).isNotEmpty();
    for (HistogramPointData point : data.getHistogramData().getPoints()) {
      assertThat(point.getBoundaries()).isEqualTo(metric.boundaries());
      assertThat(point.getAttributes().asMap().keySet())
          .extracting(AttributeKey::getKey)
          .containsAll(metric.required());
    }
  }

  private static void hasItsShape(SpanData span) {
    Shape shape = SHAPES.stream()
        .filter(known -> span.getName().startsWith(known.operation() + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such span in the conventions: " + span));
    assertThat(span.getKind()).isEqualTo(shape.kind());
    assertThat(string(span, "gen_ai.operation.name")).isEqualTo(shape.operation());
    assertThat(span.getName())
        .isEqualTo(shape.operation() + " " + string(span, shape.nameAttribute()));
    assertThat(span.getAttributes().asMap().keySet())
        .as(span.getName())
        .extracting(AttributeKey::getKey)
        .containsAll(shape.required());
  }

  private static MetricData named(String name) {
    return metrics.stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  private static void read(String recording) {
    var in = new ByteArrayInputStream(recording.getBytes(StandardCharsets.UTF_8));
    new Inspection(in).read(sdk, new SpanTree());
  }

  private static @Nullable String string(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  private static @Nullable Long number(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.longKey(key));
  }

  private static boolean has(SpanData span, String key) {
    return span.getAttributes().asMap().keySet().stream()
        .anyMatch(k -> k.getKey().equals(key));
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
