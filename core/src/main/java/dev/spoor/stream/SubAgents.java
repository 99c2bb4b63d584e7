// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agents that the agent's tool calls started: when they begin, and when those in the background
 * end.
 */
final class SubAgents {
  private static final int MAX_REMEMBERED = 4_096;

  private final EventOut out;
  private final Map<String, Agent> byToolUse = new Bounded<>(MAX_REMEMBERED);
  private final Map<String, String> toolUseByTask = new Bounded<>(MAX_REMEMBERED);

  SubAgents(EventOut out) {
    this.out = out;
  }

  /** Remembers what a tool call asks for, in case an agent comes of it. */
  void asked(String toolUseId, @Nullable String name, boolean background) {
    if (name != null || background) {
      Agent agent = agent(toolUseId);
      agent.name = name;
      agent.background = background;
    }
  }

  /** Tells of an agent at the first line that is its own. */
  void seen(String toolUseId, @Nullable String name) {
    Agent agent = agent(toolUseId);
    if (name != null) {
      agent.name = name;
    }
    agent.background |= agent.returned && !agent.ended;
    tell(toolUseId, agent);
  }

  /** A tool call returned: an agent of it that is seen again works on in the background. */
  void returned(String toolUseId) {
    Agent agent = byToolUse.get(toolUseId);
    if (agent != null) {
      agent.returned = true;
    }
  }

  void taskStarted(ClaudeLine line) {
    String toolUseId = line.field("tool_use_id");
    if (toolUseId == null) {
      return;
    }
    String type = line.field("task_type");
    if (type != null && isNoAgent(type)) {
      out.send(new AgentEvent.Notice(
          "task_started", Map.of("task_type", type, "tool_use_id", toolUseId), line.parent));
      return;
    }
    String task = line.field("task_id");
    if (task != null) {
      toolUseByTask.put(task, toolUseId);
    }
    Agent agent = agent(toolUseId);
    if (line.field("is_backgrounded") != null) {
      agent.background = "true".equals(line.field("is_backgrounded"));
    }
    seen(toolUseId, line.field("subagent_type"));
  }

  void taskUpdated(ClaudeLine line) {
    String toolUseId = toolUseOf(line);
    Agent agent = toolUseId == null ? null : byToolUse.get(toolUseId);
    if (toolUseId != null && agent != null && "true".equals(line.field("is_backgrounded"))) {
      agent.background = true;
      tell(toolUseId, agent);
    }
  }

  /** An agent in the background ends here; any other ends with its tool call. */
  void taskNotification(ClaudeLine line) {
    String toolUseId = toolUseOf(line);
    Agent agent = toolUseId == null ? null : byToolUse.get(toolUseId);
    if (agent == null || !agent.background || !agent.isTold() || agent.ended) {
      return;
    }
    agent.ended = true;
    String status = line.field("status");
    boolean error = "failed".equals(status) || "stopped".equals(status);
    out.send(new AgentEvent.Result(
        null, error, error ? status : null, null, null, null, null, toolUseId));
  }

  private void tell(String toolUseId, Agent agent) {
    var now = new AgentEvent.Started(null, agent.name, null, agent.background, toolUseId);
    if (!now.equals(agent.told)) {
      agent.told = now;
      out.send(now);
    }
  }

  private Agent agent(String toolUseId) {
    return byToolUse.computeIfAbsent(toolUseId, id -> new Agent());
  }

  private @Nullable String toolUseOf(ClaudeLine line) {
    String task = line.field("task_id");
    String known = task == null ? null : toolUseByTask.get(task);
    return known == null ? line.field("tool_use_id") : known;
  }

  /** A command in the background is a task too, but nobody's agent. */
  private static boolean isNoAgent(String taskType) {
    return taskType.equals("local_bash") || taskType.equals("mcp_task");
  }

  private static final class Agent {
    @Nullable String name;

    boolean background;
    boolean returned;
    boolean ended;
    AgentEvent.@Nullable Started told;

    boolean isTold() {
      return told != null;
    }
  }
}
