// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import org.jspecify.annotations.Nullable;

/** What is known of one message of a model, which reaches us in pieces and several times over. */
final class MessageState {
  final String id;
  final @Nullable String parent;

  @Nullable String model;

  final UsageCounts counts = new UsageCounts();
  /** Set by the first {@code message_delta}: until then the output count is a placeholder. */
  boolean outputKnown;

  private @Nullable String finishReason;
  private boolean complete;
  private int streamedTexts;
  private int wholeTexts;
  private int streamedThoughts;
  private int wholeThoughts;
  private long hourWritesBooked;
  private AgentEvent.@Nullable Usage told;

  MessageState(String id, @Nullable String parent) {
    this.id = id;
    this.parent = parent;
  }

  /** Takes in what a line or {@code message_start} says; later lines repeat it. */
  void begin(ApiMessage message) {
    if (message.model != null) {
      model = message.model;
    }
    if (message.stopReason != null) {
      finishReason = message.stopReason;
    }
    if (!outputKnown) {
      counts.overwrite(message.usage);
    }
  }

  /**
   * Takes in a {@code message_delta}: cumulative counts, of which omitted ones stay as they are.
   */
  void update(UsageCounts usage, @Nullable String stopReason) {
    counts.overwrite(usage);
    outputKnown |= usage.output >= 0 || usage.iterations != null;
    if (stopReason != null) {
      finishReason = stopReason;
    }
  }

  void stop() {
    complete = true;
  }

  /** Counts a streamed text block; returns false if the same block has been told whole. */
  boolean streamText() {
    return ++streamedTexts > wholeTexts;
  }

  /** Counts a text block of a whole line; returns false if the same block has been streamed. */
  boolean wholeText() {
    return ++wholeTexts > streamedTexts;
  }

  boolean streamThinking() {
    return ++streamedThoughts > wholeThoughts;
  }

  boolean wholeThinking() {
    return ++wholeThoughts > streamedThoughts;
  }

  /** Returns what the count of tokens cached for an hour has grown by since the last call. */
  long hourWritesNotBooked() {
    long written = Math.max(0, counts.toUsage(false).cacheWrite1h());
    long more = written - hourWritesBooked;
    hourWritesBooked = written;
    return more;
  }

  /** Tells what this message has used so far, unless just that has been told. */
  void tell(EventOut out) {
    TokenUsage usage = counts.toUsage(outputKnown);
    var now = new AgentEvent.Usage(usage, model, finishReason, complete, id, parent);
    if (!now.equals(told)) {
      told = now;
      out.send(now);
    }
  }

  /** Takes back what was told: the message was replaced by another. */
  void retract() {
    counts.clear();
    counts.input = 0;
    counts.output = 0;
    counts.cacheRead = 0;
    counts.cacheWrite = 0;
    outputKnown = true;
    complete = true;
  }
}
