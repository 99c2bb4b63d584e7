// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import dev.spoor.AgentEvent;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a browser is told of an agent's events, and under which names. */
final class BrowserEvents {
  /**
   * Returns the name under which {@code event} is sent, or null if it stays in the server. That a
   * sub-agent ended or failed does: a page would take it for the end of the stream.
   */
  static @Nullable String typeOf(AgentEvent event) {
    boolean isMain = event.parentToolUseId() == null;
    if (event instanceof AgentEvent.Text) {
      return "text";
    } else if (event instanceof AgentEvent.Thinking) {
      return "thinking";
    } else if (event instanceof AgentEvent.ToolUse) {
      return "tool_use";
    } else if (event instanceof AgentEvent.ToolResult) {
      return "tool_result";
    } else if (event instanceof AgentEvent.Result result && isMain) {
      return result.error() ? "error" : "result";
    } else if (event instanceof AgentEvent.Failed && isMain) {
      return "error";
    }
    return null;
  }

  static Throwable failureOf(AgentEvent.Failed failed) {
    return new AgentFailedException(failed.errorType(), failed.message());
  }

  /** Returns the failure that {@code result} tells of, or null if it is none. */
  static @Nullable Throwable failureOf(AgentEvent.Result result) {
    if (!result.error()) {
      return null;
    }
    String type = result.errorType() == null ? "error" : result.errorType();
    return new AgentFailedException(type, result.errorMessage());
  }

  /** Returns {@code result} with {@code cost} where that is known. */
  static AgentEvent.Result withCost(AgentEvent.Result result, @Nullable BigDecimal cost) {
    if (cost == null) {
      return result;
    }
    return new AgentEvent.Result(
        result.text(),
        result.error(),
        result.errorType(),
        result.errorMessage(),
        result.durationMillis(),
        result.turns(),
        cost,
        result.parentToolUseId());
  }

  private BrowserEvents() {}
}
