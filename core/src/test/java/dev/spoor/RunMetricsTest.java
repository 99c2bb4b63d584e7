// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

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
