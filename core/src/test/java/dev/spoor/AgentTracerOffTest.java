// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where nothing is recorded, everything works all the same. */
class AgentTracerOffTest {
  @Test
  void noopOpenTelemetry_changesNothingForTheHost() {
    assertThat(drive(AgentTracer.create(OpenTelemetry.noop()))).isEqualTo("answer");
  }

  @Test
  void unsampledRun_stillMovesTheMetrics() {
    var exporter = InMemorySpanExporter.create();
    var reader = InMemoryMetricReader.create();
    try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder()
            .setSampler(Sampler.alwaysOff())
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build())
        .setMeterProvider(
            SdkMeterProvider.builder().registerMetricReader(reader).build())
        .build()) {
      drive(AgentTracer.create(sdk));

      assertThat(exporter.getFinishedSpanItems()).isEmpty();
      assertThat(reader.collectAllMetrics())
          .extracting("name")
          .contains(GenAi.TOKENS, GenAi.EXECUTIONS, GenAi.TOOLS, GenAi.TOOL_DURATION);
    }
  }

  @Test
  void closedSdk_changesNothingForTheHost() {
    OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder().build())
        .build();
    AgentTracer agents = AgentTracer.create(sdk);
    sdk.close();

    assertThat(drive(agents)).isEqualTo("answer");
  }

  @Test
  void aProcessorThatThrows_doesNotReachTheHost() {
    try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(new Throwing()).build())
        .build()) {
      assertThat(drive(AgentTracer.create(sdk))).isEqualTo("answer");
    }
  }

  @Test
  void aFilterThatThrows_leavesTheContentOut() {
    var exporter = InMemorySpanExporter.create();
    try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build())
        .build()) {
      drive(AgentTracer.builder(sdk)
          .setContentCapture(ContentCapture.ON)
          .setContentFilter((kind, content) -> {
            throw new IllegalStateException("filter");
          })
          .build());

      assertThat(exporter.getFinishedSpanItems())
          .allSatisfy(span -> assertThat(span.getAttributes().asMap())
              .doesNotContainKeys(GenAi.INPUT_MESSAGES, GenAi.OUTPUT_MESSAGES, GenAi.TOOL_RESULT));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // What hosts without null checks do.
  void nulls_doNotReachTheHost() {
    try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
            .build())
        .build()) {
      AgentTracer agents = AgentTracer.builder(sdk)
          .setContentCapture(ContentCapture.ON_WITH_THINKING)
          .build();
      agents.start(null).close();
      agents.startGeneration(null).close();
      AgentRun run = agents.start(AgentRequest.of("x"));
      run.accept(null);
      run.onText(null);
      run.onThinking(null);
      run.onToolUse(null, null, null);
      run.onToolResult(null, null);
      run.onUsage(null, null, null);
      run.onUsage(null, null, "id");
      run.onTotals(null, null);
      run.onResult(null, 0, null);
      run.generation((String) null)
          .usage(null)
          .chunk(null)
          .finishReason(null)
          .responseModel(null)
          .close();
      run.tool(null, null, null).result(null).close();
      run.tool("t", "1", null).fail((Throwable) null);
      run.setAttribute((AttributeKey<String>) null, null);
      Generation generation = run.generation("m");
      generation.setAttribute((AttributeKey<String>) null, null).input(null).output(null);
      generation.responseId(null).tool(null, null, null).fail(null, null);
      generation.accept(null);
      generation.accept(new AgentEvent.Text(null, false, null, null));
      generation.accept(new AgentEvent.Thinking(null, false, null, null));
      generation.accept(new AgentEvent.ToolUse(null, null, null, null, null));
      generation.accept(new AgentEvent.Usage(null, null, null, false, null, null));
      generation.accept(new AgentEvent.Failed(null, null, null));
      run.agent((AgentRequest) null).close();
      run.onError(null);

      assertThat(run.totals()).isNotNull();
    }
  }

  @Test
  void builder_refusesWhatCannotWork() {
    assertThatThrownBy(() -> AgentTracer.builder(OpenTelemetry.noop()).setMaxNames(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxNames is 0, but must be at least 1");
  }

  private static String drive(AgentTracer agents) {
    return agents.<String, RuntimeException>trace(AgentRequest.of("m", "prompt"), run -> {
      run.onText("text");
      run.onToolUse("1", "search", "{}");
      run.onToolResult("1", "found");
      try (Generation generation = run.generation("m")) {
        generation.chunk("answer");
        generation.usage(TokenUsage.builder().setInput(1).setOutput(1).build());
      }
      try (AgentRun nested = run.agent(AgentRequest.of("more"))) {
        nested.onError(new IllegalStateException("no"));
      }
      return run.tool("answer", "2", "{}", call -> {
        call.result("content");
        return "answer";
      });
    });
  }

  private static final class Throwing implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      if (!span.getName().startsWith("invoke_agent")) {
        throw new IllegalStateException("start");
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      throw new IllegalStateException("end");
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofAll(List.of());
    }
  }
}
