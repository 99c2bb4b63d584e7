// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.AgentEvent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a recording says of its run, gathered from its events: who was called, what it used and how
 * it ended. What the recording does not say is null. Not safe for use by many threads.
 */
final class RunFacts {
  /** A tool call; {@code status} is null where no result is looked for. */
  record Tool(
      String id,
      @Nullable String name,
      @Nullable String parentToolUseId,
      @Nullable String status) {}

  /** A sub-agent or another task, which belongs to a tool call; only agents have a name. */
  record Agent(@Nullable String name, String parentToolUseId) {}

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  /** By the id of the call; a result may come before its call. */
  private final Map<String, String> results = new HashMap<>();

  private final Map<String, Agent> agents = new LinkedHashMap<>();
  private final ModelUsages models = new ModelUsages();
  private @Nullable String sessionId;
  private @Nullable Integer turns;
  private @Nullable BigDecimal reportedCost;
  private @Nullable Long reportedMillis;
  private AgentEvent.@Nullable Result result;
  private AgentEvent.@Nullable Failed failed;
  private long droppedLines;

  void accept(AgentEvent event) {
    agentOf(event);
    if (event instanceof AgentEvent.Started started) {
      started(started);
    } else if (event instanceof AgentEvent.ToolUse use) {
      tools.putIfAbsent(use.id(), new Tool(use.id(), use.name(), use.parentToolUseId(), null));
    } else if (event instanceof AgentEvent.ToolResult toolResult) {
      toolResult(toolResult);
    } else if (event instanceof AgentEvent.Usage usage) {
      models.accept(usage);
    } else if (event instanceof AgentEvent.Totals totals) {
      totals(totals);
    } else if (event instanceof AgentEvent.Result ended) {
      result(ended);
    } else if (event instanceof AgentEvent.Failed failure) {
      failed(failure);
    } else if (event instanceof AgentEvent.Notice notice) {
      task(notice);
    } else if (event instanceof AgentEvent.Dropped dropped) {
      droppedLines = dropped.lines();
    }
  }

  private boolean failed() {
    return result == null || result.error();
  }

  private @Nullable String statusMessage() {
    if (result != null) {
      return result.error() ? result.errorMessage() : null;
    }
    return failed == null ? "stream ended" : failed.message();
  }

  Report report(SpanTree tree, @Nullable BigDecimal computedCost) {
    return new Report(
        sessionId,
        failed() ? "error" : "ok",
        statusMessage(),
        result != null,
        turns,
        tools(),
        List.copyOf(agents.values()),
        models.byModel(),
        reportedCost,
        computedCost,
        reportedMillis,
        droppedLines,
        tree.inStartOrder());
  }

  private List<Tool> tools() {
    return tools.values().stream().map(this::settled).toList();
  }

  /** A call that nothing came back from was abandoned, also when the run failed. */
  private Tool settled(Tool tool) {
    String status = results.getOrDefault(tool.id(), "abandoned");
    return new Tool(tool.id(), tool.name(), tool.parentToolUseId(), status);
  }

  private void agentOf(AgentEvent event) {
    String parent = event.parentToolUseId();
    if (parent != null) {
      agents.putIfAbsent(parent, new Agent(null, parent));
    }
  }

  private void started(AgentEvent.Started started) {
    if (sessionId == null) {
      sessionId = started.sessionId();
    }
    String parent = started.parentToolUseId();
    if (parent != null && started.agentName() != null) {
      agents.put(parent, new Agent(started.agentName(), parent));
    }
  }

  /** A command in the background is a task too. */
  private void task(AgentEvent.Notice notice) {
    String toolUseId = notice.attributes().get("tool_use_id");
    if (notice.name().equals("task_started") && toolUseId != null) {
      agents.putIfAbsent(toolUseId, new Agent(null, toolUseId));
    }
  }

  private void toolResult(AgentEvent.ToolResult toolResult) {
    results.putIfAbsent(toolResult.id(), toolResult.error() ? "error" : "ok");
  }

  private void totals(AgentEvent.Totals totals) {
    if (totals.parentToolUseId() == null) {
      models.accept(totals);
      if (totals.cost() != null) {
        reportedCost = totals.cost();
      }
    }
  }

  private void result(AgentEvent.Result ended) {
    if (ended.parentToolUseId() != null) {
      return;
    }
    result = ended;
    if (ended.turns() != null) {
      turns = ended.turns() + (turns == null ? 0 : turns);
    }
    if (ended.cost() != null) {
      reportedCost = ended.cost();
    }
    if (ended.durationMillis() != null) {
      reportedMillis = ended.durationMillis() + (reportedMillis == null ? 0 : reportedMillis);
    }
  }

  private void failed(AgentEvent.Failed failure) {
    if (failure.parentToolUseId() == null) {
      failed = failure;
    }
  }
}
