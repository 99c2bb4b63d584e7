// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunMetricsTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  @Test
  void duration_isByAgentModelAndError() {
    AgentTracer agents = tracer(10);

    agents.start(AgentRequest.of("gpt-5", "Hello")).close();
    agents.start(AgentRequest.of("gpt-5", "Hello")).close();
    agents.start(AgentRequest.of("claude-opus-4-5", "Hello")).close();
    agents.start(AgentRequest.builder().setPrompt("Which model?").build()).close();
    agents.start(AgentRequest.of("gpt-5", "Hello")).fail(new IllegalStateException("no"));

    assertThat(durations())
        .isEqualTo(Map.of(
            "planner,gpt-5", 2L,
            "planner,claude-opus-4-5", 1L,
            "planner", 1L,
            "java.lang.IllegalStateException,planner,gpt-5", 1L));
  }

  @Test
  void duration_ofModelsBeyondTheCap_namesNone() {
    AgentTracer agents = tracer(1);

    agents.start(AgentRequest.of("gpt-5", "Hello")).close();
    agents.start(AgentRequest.of("gpt-4o", "Hello")).close();
    agents.start(AgentRequest.of("gpt-4.1", "Hello")).close();

    assertThat(durations()).isEqualTo(Map.of("planner,gpt-5", 1L, "planner", 2L));
  }

  @Test
  void inferenceCalls_areThoseThatWereOpenAndThoseOfWhichUsageWasTold() {
    TokenUsage used = TokenUsage.builder().setInput(10).setOutput(2).build();
    try (AgentRun run = tracer(10).start(AgentRequest.of("gpt-5", "Hello"))) {
      run.generation("gpt-5").usage(used).close();
      run.onUsage("gpt-5", used, null);
      run.onUsage("gpt-5", used, null);
      run.onUsage("gpt-5", used, "message");
      run.onUsage("gpt-5", used, "message");
    }

    assertThat(otel.getMetrics().stream()
            .filter(metric -> metric.getName().equals("gen_ai.invoke_agent.inference_calls"))
            .flatMap(metric -> metric.getHistogramData().getPoints().stream())
            .mapToDouble(HistogramPointData::getSum)
            .sum())
        .isEqualTo(4);
    assertThat(Metrics.read(otel, "agent.tokens"))
        .isEqualTo(Map.of("gpt-5,input", 40L, "gpt-5,output", 8L));
  }

  private static Map<String, Number> durations() {
    return Metrics.read(otel, "gen_ai.invoke_agent.duration");
  }

  private static AgentTracer tracer(int maxNames) {
    return AgentTracer.builder(otel.getOpenTelemetry())
        .setAgentName("planner")
        .setMaxNames(maxNames)
        .build();
  }
}
