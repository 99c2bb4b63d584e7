// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * What an answer that comes in pieces makes known: its times and its content. Guarded by its
 * generation.
 */
final class StreamedAnswer {
  private static final long NONE = Long.MIN_VALUE;

  long lastNanos;

  @Nullable String finishReason;
  /** What was counted of the answer before it ended. */
  TokenUsage booked = TokenUsage.NONE;

  /** Of chunks alone: usage, tool calls and whole blocks may be told between two of them. */
  long lastChunkNanos = NONE;

  private long firstChunkNanos = NONE;
  private @Nullable GenerationContent content;

  StreamedAnswer(long startNanos) {
    lastNanos = startNanos;
  }

  boolean hasChunks() {
    return firstChunkNanos != NONE;
  }

  void chunk(long nanos) {
    firstChunkNanos = hasChunks() ? firstChunkNanos : nanos;
    lastChunkNanos = nanos;
    lastNanos = nanos;
  }

  GenerationContent content(Content capture) {
    if (content == null) {
      content = new GenerationContent(capture);
    }
    return content;
  }

  void write(Span span, long startNanos) {
    if (hasChunks()) {
      span.setAttribute(GenAi.REQUEST_STREAM, true);
      span.setAttribute(GenAi.TIME_TO_FIRST_CHUNK, Call.seconds(firstChunkNanos - startNanos));
    }
    if (content != null) {
      AgentTracer.set(span, GenAi.OUTPUT_MESSAGES, content.message(finishReason));
      content = null;
    }
  }
}
