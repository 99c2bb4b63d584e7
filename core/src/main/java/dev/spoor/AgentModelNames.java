// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/** The metric attributes that are cached for one agent with one model. */
final class AgentModelNames {
  private static final int MAX_ERROR_TYPES = 20;

  private final EnumMap<Outcome, Attributes> executions = new EnumMap<>(Outcome.class);
  private final Attributes duration;
  private final BoundedNames<String, Attributes> failures;

  AgentModelNames(String agent, String model) {
    for (Outcome outcome : Outcome.values()) {
      executions.put(
          outcome,
          Attributes.of(
              GenAi.METRIC_AGENT,
              agent,
              GenAi.METRIC_MODEL,
              model,
              GenAi.METRIC_STATUS,
              outcome.label));
    }
    duration = duration(agent, model, null);
    failures = new BoundedNames<>(
        MAX_ERROR_TYPES,
        type -> duration(agent, model, type),
        type -> duration(agent, model, GenAi.OTHER));
  }

  Attributes executed(Outcome outcome) {
    return requireNonNull(executions.get(outcome));
  }

  Attributes duration(@Nullable String errorType) {
    return errorType == null ? duration : failures.get(errorType);
  }

  private static Attributes duration(String agent, String model, @Nullable String errorType) {
    AttributesBuilder attributes = Attributes.builder().put(GenAi.AGENT_NAME, agent);
    if (!model.equals(GenAi.OTHER)) {
      attributes.put(GenAi.REQUEST_MODEL, model);
    }
    if (errorType != null) {
      attributes.put(GenAi.ERROR_TYPE, errorType);
    }
    return attributes.build();
  }
}
