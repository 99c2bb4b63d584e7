// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/** What is cached for one tool: its span name and its metric attributes. */
final class ToolNames {
  final String tool;
  final String spanName;
  private final EnumMap<Outcome, Attributes> executed = new EnumMap<>(Outcome.class);
  private final Attributes duration;
  private final BoundedNames<String, Attributes> failures;

  /** Caches under {@code label}, which is the tool's own name or {@code _OTHER}. */
  ToolNames(String tool, String label) {
    this.tool = tool;
    spanName = GenAi.EXECUTE_TOOL + ' ' + tool;
    for (Outcome outcome : Outcome.values()) {
      executed.put(
          outcome, Attributes.of(GenAi.METRIC_TOOL, label, GenAi.METRIC_STATUS, outcome.label));
    }
    duration = Attributes.of(GenAi.TOOL_NAME, label);
    failures = new BoundedNames<>(
        20,
        type -> Attributes.of(GenAi.TOOL_NAME, label, GenAi.ERROR_TYPE, type),
        type -> Attributes.of(GenAi.TOOL_NAME, label, GenAi.ERROR_TYPE, GenAi.OTHER));
  }

  Attributes executed(Outcome outcome) {
    return requireNonNull(executed.get(outcome));
  }

  Attributes duration(@Nullable String errorType) {
    return errorType == null ? duration : failures.get(errorType);
  }
}
