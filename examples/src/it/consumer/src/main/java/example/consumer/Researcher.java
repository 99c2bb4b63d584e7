// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package example.consumer;

import dev.spoor.AgentRequest;
import dev.spoor.AgentTracer;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.OpenTelemetry;

/** An agent of its own that asks a model and calls a tool. */
public final class Researcher {
  private final AgentTracer agents;

  public Researcher(OpenTelemetry openTelemetry) {
    agents = AgentTracer.builder(openTelemetry).setAgentName("researcher").build();
  }

  public String research(String question) {
    return agents.trace(AgentRequest.of("claude-sonnet-4-5", question), run -> {
      run.generation(
          "claude-sonnet-4-5",
          generation ->
              generation.usage(TokenUsage.builder().setInput(1000).setOutput(200).build()));
      return run.tool("search", "call-1", "{}", call -> "found");
    });
  }
}
