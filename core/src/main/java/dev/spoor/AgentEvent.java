// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that an agent said or did. The stream readers produce events, {@code AgentRun.accept}
 * turns them into spans, and the host may pass them on to a browser. Events are immutable and may
 * be shared by threads.
 *
 * <p>{@code parentToolUseId} names the tool call whose sub-agent an event belongs to; it is null in
 * the main loop. {@code messageId} names the model's message, so that what arrives in pieces is
 * counted once; it is null where a source has no such id.
 */
public sealed interface AgentEvent {
  /** Returns the id of the tool call whose sub-agent this belongs to, or null in the main loop. */
  @Nullable String parentToolUseId();

  /**
   * An agent began. {@code model} is the model it is set up with; {@code background} says that a
   * sub-agent goes on when its tool call has returned, until its {@link Result}.
   */
  record Started(
      @Nullable String sessionId,
      @Nullable String agentName,
      @Nullable String model,
      boolean background,
      @Nullable String parentToolUseId)
      implements AgentEvent {}

  /** A request went to the model: its answer is timed from here. */
  record Requesting(@Nullable String parentToolUseId) implements AgentEvent {}

  /** The model wrote text; {@code partial} when it is a piece of a streamed block. */
  record Text(
      String text,
      boolean partial,
      @Nullable String messageId,
      @Nullable String parentToolUseId) implements AgentEvent {}

  /** The model thought; {@code partial} when it is a piece of a streamed block. */
  record Thinking(
      String text,
      boolean partial,
      @Nullable String messageId,
      @Nullable String parentToolUseId) implements AgentEvent {}

  /**
   * The model called a tool. {@code input} is JSON text: an object, or a string of what came of the
   * arguments where the stream broke off in their midst.
   */
  record ToolUse(
      String id,
      String name,
      String input,
      @Nullable String messageId,
      @Nullable String parentToolUseId)
      implements AgentEvent {}

  /**
   * A tool returned. {@code content} is the text that it returned, or JSON text when {@code json}
   * is set.
   */
  record ToolResult(
      String id,
      String content,
      boolean json,
      boolean error,
      @Nullable String parentToolUseId) implements AgentEvent {}

  /**
   * What one message has used so far. It replaces what was told of the same message before. Counts
   * that are not yet certain are left unknown. {@code complete} says that the message has ended.
   */
  record Usage(
      TokenUsage usage,
      @Nullable String model,
      @Nullable String finishReason,
      boolean complete,
      @Nullable String messageId,
      @Nullable String parentToolUseId)
      implements AgentEvent {}

  /**
   * What the whole run has used so far, sub-agents and calls that were not shown included, by
   * model. {@code canonical} maps a model's name here to the name under which its sums are kept,
   * where the source tells. {@code cost} is in US dollars, as the agent reports it.
   */
  record Totals(
      Map<String, TokenUsage> byModel,
      Map<String, String> canonical,
      Map<String, BigDecimal> costByModel,
      @Nullable BigDecimal cost,
      @Nullable String parentToolUseId)
      implements AgentEvent {}

  /**
   * An agent's turn ended. {@code turns} are the model round trips of this turn; null when untold.
   */
  record Result(
      @Nullable String text,
      boolean error,
      @Nullable String errorType,
      @Nullable String errorMessage,
      @Nullable Long durationMillis,
      @Nullable Integer turns,
      @Nullable BigDecimal cost,
      @Nullable String parentToolUseId)
      implements AgentEvent {}

  /** The agent or its stream failed without a result. */
  record Failed(
      String errorType, @Nullable String message, @Nullable String parentToolUseId)
      implements AgentEvent {}

  /** Something worth a mark on the span: a retry, a compaction, a denied permission. */
  record Notice(
      String name, Map<String, String> attributes, @Nullable String parentToolUseId)
      implements AgentEvent {}

  /** Input that could not be read was dropped: {@code lines} in all so far. */
  record Dropped(long lines, @Nullable String parentToolUseId) implements AgentEvent {}

  /** Returns this event as one JSON object, in the form that is sent to a browser. */
  default String toJson() {
    return AgentEventJson.of(this);
  }
}
