// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.common.Attributes;

/** What is cached for one agent: its span name and its metric attributes. */
final class AgentNames {
  /** Here, where a run finds it without a field of its own. */
  final AgentTracer tracer;

  final String agent;
  final String spanName;
  final Attributes calls;
  private final BoundedNames<String, AgentModelNames> models;

  /** Caches under {@code label}, which is the agent's own name or {@code _OTHER}. */
  AgentNames(AgentTracer tracer, String agent, String label, int models) {
    this.tracer = tracer;
    this.agent = agent;
    spanName = GenAi.INVOKE_AGENT + ' ' + agent;
    calls = Attributes.of(GenAi.AGENT_NAME, label);
    var other = new AgentModelNames(label, GenAi.OTHER);
    this.models =
        new BoundedNames<>(models, model -> new AgentModelNames(label, model), model -> other);
  }

  AgentModelNames model(String model) {
    return models.get(model);
  }
}
