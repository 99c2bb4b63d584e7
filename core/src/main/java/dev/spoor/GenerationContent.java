// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a model says in one message, up to the byte limit. Guarded by its generation's
 * lock.
 */
final class GenerationContent {
  private final Content content;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final List<Content.Part> toolCalls = new ArrayList<>();

  GenerationContent(Content content) {
    this.content = content;
  }

  void addText(String piece) {
    append(text, piece);
  }

  void addThinking(String piece) {
    if (content.includesThinking()) {
      append(thinking, piece);
    }
  }

  void addToolCall(String id, String name, String arguments) {
    String filtered = content.filtered(ContentKind.TOOL_ARGUMENTS, arguments);
    if (toolCalls.size() < 128) {
      toolCalls.add(new Content.Part("tool_call", filtered == null ? "{}" : filtered, id, name));
    }
  }

  /** Returns the message, or null if there is nothing to tell. */
  @Nullable String message(@Nullable String finishReason) {
    var parts = new ArrayList<Content.Part>();
    add(parts, "reasoning", ContentKind.THINKING, thinking);
    add(parts, "text", ContentKind.ANSWER, text);
    parts.addAll(toolCalls);
    return parts.isEmpty() ? null : content.message("assistant", parts, finishReason);
  }

  private void add(
      List<Content.Part> parts, String type, ContentKind kind, StringBuilder collected) {
    if (collected.length() > 0) {
      String filtered = content.filtered(kind, collected.toString());
      if (filtered != null) {
        parts.add(new Content.Part(type, filtered, null, null));
      }
    }
  }

  /** What is beyond the limit will be cut anyway, so it is not kept. */
  private void append(StringBuilder collected, String piece) {
    int room = content.limit() + 1 - collected.length();
    collected.append(piece, 0, Math.min(piece.length(), Math.max(0, room)));
  }
}
