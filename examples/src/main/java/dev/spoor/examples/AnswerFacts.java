// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.AgentEvent;
import dev.spoor.Generation;
import dev.spoor.cost.CostCalculator;
import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's streamed answer says: one model call, and the tools that it asks for, whose
 * results are in no answer. Not safe for use by many threads.
 */
final class AnswerFacts {
  private final Generation generation;
  private final Map<String, RunFacts.Tool> tools = new LinkedHashMap<>();
  private @Nullable String model;
  private TokenUsage usage = TokenUsage.NONE;
  /** Whether the usage is the final one: some servers send what is used so far all along. */
  private boolean usageIsFinal;

  private AgentEvent.@Nullable Failed failed;
  private long droppedLines;

  AnswerFacts(Generation generation) {
    this.generation = generation;
  }

  void accept(AgentEvent event) {
    if (event instanceof AgentEvent.Usage told) {
      model = told.model() == null ? model : told.model();
      usage = told.usage();
      usageIsFinal =
          usage.output() != TokenUsage.UNKNOWN && (told.complete() || told.finishReason() != null);
    } else if (event instanceof AgentEvent.ToolUse use) {
      tool(use);
    } else if (event instanceof AgentEvent.Failed failure) {
      failed = failure;
    } else if (event instanceof AgentEvent.Dropped dropped) {
      droppedLines = dropped.lines();
    }
  }

  Report report(SpanTree tree) {
    return new Report(
        null,
        failed == null ? "ok" : "error",
        failed == null ? null : failed.message(),
        usageIsFinal,
        null,
        List.copyOf(tools.values()),
        List.of(),
        model == null ? Map.of() : Map.of(model, usage),
        null,
        cost(),
        null,
        droppedLines,
        tree.inStartOrder());
  }

  /** The span stays open, as nobody is seen to answer; it ends with the model call. */
  private void tool(AgentEvent.ToolUse use) {
    if (tools.putIfAbsent(use.id(), new RunFacts.Tool(use.id(), use.name(), null, null)) == null) {
      generation.tool(use.name(), use.id(), use.input());
    }
  }

  private @Nullable BigDecimal cost() {
    boolean whole = usage.input() != TokenUsage.UNKNOWN && usage.output() != TokenUsage.UNKNOWN;
    return model == null || !whole
        ? null
        : CostCalculator.create().cost(model, usage).total();
  }
}
