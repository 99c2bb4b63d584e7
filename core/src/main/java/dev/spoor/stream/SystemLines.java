// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code system} and {@code rate_limit_event} lines. */
final class SystemLines {
  private final EventOut out;
  private final SubAgents agents;
  private @Nullable String sessionId;
  private @Nullable String model;
  private AgentEvent.@Nullable Notice lastRateLimit;

  SystemLines(EventOut out, SubAgents agents) {
    this.out = out;
    this.agents = agents;
  }

  /** Takes the session's id from the first line that has one; the first line may be of any type. */
  void session(ClaudeLine line) {
    if (sessionId == null && line.sessionId != null) {
      sessionId = line.sessionId;
      line.sessionIsKnown = true;
      out.send(new AgentEvent.Started(sessionId, null, model, false, null));
    }
  }

  /** Returns the model that the session was set up with, or null. */
  @Nullable String model() {
    return model;
  }

  void system(ClaudeLine line) {
    if (line.subtype == null) {
      return;
    }
    switch (line.subtype) {
      case "init" -> init(line);
      case "status" -> status(line);
      case "task_started" -> agents.taskStarted(line);
      case "task_updated" -> agents.taskUpdated(line);
      case "task_notification" -> agents.taskNotification(line);
      case "compact_boundary" ->
        notice("compact_boundary", line, "trigger", "pre_tokens", "post_tokens");
      case "api_retry" ->
        notice(
            "api_retry", line, "attempt", "max_retries", "retry_delay_ms", "error_status", "error");
      case "permission_denied" ->
        notice("permission_denied", line, "tool_name", "tool_use_id", "decision_reason_type");
      case "model_refusal_fallback", "model_refusal_no_fallback" ->
        notice(line.subtype, line, "original_model", "fallback_model");
      default -> {}
    }
  }

  /** A rate limit is told when it changes: an unchanged one comes with every request. */
  void rateLimit(ClaudeLine line) {
    var notice = new AgentEvent.Notice(
        "rate_limit", attributes(line, "status", "rateLimitType", "utilization"), line.parent);
    if (!notice.equals(lastRateLimit)) {
      lastRateLimit = notice;
      out.send(notice);
    }
  }

  private void init(ClaudeLine line) {
    String told = line.field("model");
    if (told != null && !told.equals(model)) {
      model = told;
      out.send(new AgentEvent.Started(sessionId, null, model, false, null));
    }
  }

  private void status(ClaudeLine line) {
    if ("requesting".equals(line.field("status"))) {
      out.send(new AgentEvent.Requesting(line.parent));
    }
  }

  private void notice(String name, ClaudeLine line, String... fields) {
    out.send(new AgentEvent.Notice(name, attributes(line, fields), line.parent));
  }

  private static Map<String, String> attributes(ClaudeLine line, String... fields) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String field : fields) {
      String value = line.field(field);
      if (value != null) {
        attributes.put(field, value);
      }
    }
    return Map.copyOf(attributes);
  }
}
