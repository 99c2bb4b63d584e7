// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenAiCostTest {
  private static final AttributeKey<Double> COST = AttributeKey.doubleKey("gen_ai.usage.cost");

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final SdkMeterProvider meters =
      SdkMeterProvider.builder().registerMetricReader(reader).build();
  private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
      .setTracerProvider(SdkTracerProvider.builder()
          .addSpanProcessor(GenAiCostProcessor.create(meters))
          .addSpanProcessor(SimpleSpanProcessor.create(GenAiCostExporter.create(exporter)))
          .build())
      .setMeterProvider(meters)
      .build();

  @AfterEach
  void close() {
    sdk.close();
  }

  @Test
  void foreignCall_getsItsCost() {
    chat("io.example", 1000, 0, 500);

    assertThat(finished().getAttributes().get(COST)).isEqualTo(0.0105);
    assertThat(finished().getTotalAttributeCount())
        .isEqualTo(finished().getAttributes().size());
    assertThat(counted("agent.cost.usd"))
        .isEqualTo(Map.of(
            "computed,claude-sonnet-4-5,input",
            0.003,
            "computed,claude-sonnet-4-5,output",
            0.0075));
  }

  @Test
  void inclusiveInput_isReadAsTheConventionsSay() {
    chat("io.example", 1000, 400, 0);

    assertThat(counted("agent.tokens"))
        .isEqualTo(Map.of("claude-sonnet-4-5,input", 600.0, "claude-sonnet-4-5,cache_read", 400.0));
  }

  @Test
  void uncachedInput_isReadAsSpringAiSendsIt() {
    chat("org.springframework.boot", 1000, 400, 0);

    assertThat(counted("agent.tokens"))
        .isEqualTo(
            Map.of("claude-sonnet-4-5,input", 1000.0, "claude-sonnet-4-5,cache_read", 400.0));
    assertThat(finished().getAttributes().get(COST)).isEqualTo(0.00312);
  }

  @Test
  void cachedInputOfOpenAi_isCountedInWhoeverSendsIt() {
    Span span = sdk.getTracer("org.springframework.boot").spanBuilder("chat").startSpan();
    span.setAttribute("gen_ai.provider.name", "openai");
    span.setAttribute("gen_ai.request.model", "gpt-5");
    span.setAttribute("gen_ai.usage.input_tokens", 1000);
    span.setAttribute("gen_ai.usage.cache_read.input_tokens", 400);
    span.end();

    assertThat(counted("agent.tokens"))
        .isEqualTo(Map.of("gpt-5,input", 600.0, "gpt-5,cache_read", 400.0));
    assertThat(finished().getAttributes().get(COST)).isEqualTo(0.0008);
  }

  @Test
  void serviceTier_setsThePrice() {
    Span span = sdk.getTracer("io.example").spanBuilder("chat").startSpan();
    span.setAttribute("gen_ai.provider.name", "openai");
    span.setAttribute("gen_ai.request.model", "gpt-5");
    span.setAttribute("gen_ai.usage.input_tokens", 1000);
    span.setAttribute("openai.response.service_tier", "flex");
    span.end();

    assertThat(finished().getAttributes().get(COST)).isEqualTo(0.000625);
    assertThat(counted("agent.cost.usd")).isEqualTo(Map.of("computed,gpt-5,input", 0.000625));
  }

  @Test
  void agentsSpan_isNoModelCall() {
    sdk.getTracer("io.example")
        .spanBuilder("invoke_agent x")
        .setAttribute("gen_ai.operation.name", "invoke_agent")
        .setAttribute("gen_ai.request.model", "claude-sonnet-4-5")
        .setAttribute("gen_ai.usage.input_tokens", 1000)
        .startSpan()
        .end();

    assertThat(finished().getAttributes().get(COST)).isNull();
    assertThat(counted("agent.tokens")).isEmpty();
  }

  @Test
  void unknownModel_hasNoCost() {
    Span span = sdk.getTracer("io.example").spanBuilder("chat").startSpan();
    span.setAttribute("gen_ai.request.model", "nobodys-model");
    span.setAttribute("gen_ai.usage.input_tokens", 10L);
    span.end();

    assertThat(finished().getAttributes().get(COST)).isNull();
    assertThat(counted("agent.cost.usd")).isEmpty();
    assertThat(counted("agent.tokens")).isEqualTo(Map.of("_OTHER,input", 10.0));
  }

  @Test
  void callInsideOneOfOurRuns_isLeftToTheRun() {
    AgentTracer agents = AgentTracer.create(sdk);
    try (AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "x"))) {
      Tracer tracer = sdk.getTracer("io.example");
      Span http = tracer.spanBuilder("POST").setParent(run.context()).startSpan();
      Span chat = tracer.spanBuilder("chat").setParent(run.context().with(http)).startSpan();
      chat.setAttribute("gen_ai.request.model", "claude-sonnet-4-5");
      chat.setAttribute("gen_ai.usage.input_tokens", 10L);
      chat.end();
      http.end();
    }

    assertThat(counted("agent.tokens")).isEmpty();
  }

  private void chat(String scope, long input, long cacheRead, long output) {
    Span span = sdk.getTracer(scope).spanBuilder("chat").startSpan();
    span.setAttribute("gen_ai.operation.name", "chat");
    span.setAttribute("gen_ai.provider.name", "anthropic");
    span.setAttribute("gen_ai.request.model", "claude-sonnet-4-5");
    span.setAttribute("gen_ai.usage.input_tokens", input);
    span.setAttribute("gen_ai.usage.output_tokens", output);
    span.setAttribute("gen_ai.usage.cache_read.input_tokens", cacheRead);
    span.end();
  }

  private SpanData finished() {
    return exporter.getFinishedSpanItems().get(0);
  }

  private Map<String, Double> counted(String name) {
    var values = new TreeMap<String, Double>();
    reader.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .forEach(metric -> {
          metric
              .getLongSumData()
              .getPoints()
              .forEach(point -> values.put(key(point), (double) point.getValue()));
          metric
              .getDoubleSumData()
              .getPoints()
              .forEach(point -> values.put(key(point), point.getValue()));
        });
    return values;
  }

  private static String key(io.opentelemetry.sdk.metrics.data.PointData point) {
    var parts = new TreeMap<String, String>();
    point.getAttributes().forEach((key, value) -> parts.put(key.getKey(), String.valueOf(value)));
    String type = parts.remove("type");
    String model = parts.remove("model");
    String source = parts.remove("source");
    return (source == null ? "" : source + ",") + model + "," + type;
  }
}
