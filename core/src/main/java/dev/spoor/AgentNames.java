// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/** What is cached for one agent: its span name and its metric attributes. */
final class AgentNames {
  final String agent;
  final String spanName;
  final Attributes calls;
  private final String label;
  private final BoundedNames<String, EnumMap<Outcome, Attributes>> executions;
  private final BoundedNames<String, Attributes> failures;

  /** Caches under {@code label}, which is the agent's own name or {@code _OTHER}. */
  AgentNames(String agent, String label, int models) {
    this.agent = agent;
    this.label = label;
    spanName = GenAi.INVOKE_AGENT + ' ' + agent;
    calls = Attributes.of(GenAi.AGENT_NAME, label);
    executions = new BoundedNames<>(models, this::executions, model -> executions(GenAi.OTHER));
    failures = new BoundedNames<>(
        20,
        type -> Attributes.of(GenAi.AGENT_NAME, label, GenAi.ERROR_TYPE, type),
        type -> Attributes.of(GenAi.AGENT_NAME, label, GenAi.ERROR_TYPE, GenAi.OTHER));
  }

  Attributes executed(String model, Outcome outcome) {
    return requireNonNull(executions.get(model).get(outcome));
  }

  Attributes duration(@Nullable String errorType) {
    return errorType == null ? calls : failures.get(errorType);
  }

  private EnumMap<Outcome, Attributes> executions(String model) {
    var attributes = new EnumMap<Outcome, Attributes>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      attributes.put(
          outcome,
          Attributes.of(
              GenAi.METRIC_AGENT,
              label,
              GenAi.METRIC_MODEL,
              model,
              GenAi.METRIC_STATUS,
              outcome.label));
    }
    return attributes;
  }
}
