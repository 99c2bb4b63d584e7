// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of recordings, told apart by the first line that gives one away. */
enum Format {
  CLAUDE_STREAM,
  ANTHROPIC_SSE,
  OPENAI_SSE;

  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
  private static final Pattern TYPED = Pattern.compile("\"type\"\\s*:");
  private static final Pattern FIELD = Pattern.compile("(event|data|id|retry)\\s*:.*|:.*");
  private static final Pattern OPENAI =
      Pattern.compile("data:.*(\"object\"\\s*:\\s*\"chat\\.completion\\.chunk\"|\"choices\"\\s*:"
          + "|\"type\"\\s*:\\s*\"response\\.|\\[DONE]|\\{\\s*\"error\"\\s*:).*"
          + "|event:\\s*response\\..*");
  private static final Pattern ANTHROPIC = Pattern.compile("(event:\\s*|data:.*\"type\"\\s*:\\s*\")"
      + "(message_start|message_delta|message_stop|content_block_\\w+|ping).*"
      + "|data:.*\"type\"\\s*:\\s*\"error\"\\s*,\\s*\"error\"\\s*:\\s*\\{.*");

  /**
   * Returns the form of the recording that begins with {@code head}; null if the head does not
   * tell. {@code whole} says that there is no more: an empty recording is one of an agent that said
   * nothing.
   */
  static @Nullable Format of(String head, boolean whole) {
    String text = head.startsWith("\ufeff") ? head.substring(1) : head;
    if (text.isBlank()) {
      return whole ? CLAUDE_STREAM : null;
    }
    String[] lines = LINE_END.split(text, -1);
    // The last line may go on beyond the head.
    int complete = whole ? lines.length : lines.length - 1;
    for (int i = 0; i < complete; i++) {
      Format format = ofLine(lines[i].strip());
      if (format != null) {
        return format;
      }
    }
    return null;
  }

  private static @Nullable Format ofLine(String line) {
    if (line.startsWith("{")) {
      return TYPED.matcher(line).find() ? CLAUDE_STREAM : null;
    }
    if (!FIELD.matcher(line).matches()) {
      return null;
    }
    if (ANTHROPIC.matcher(line).matches()) {
      return ANTHROPIC_SSE;
    }
    return OPENAI.matcher(line).matches() ? OPENAI_SSE : null;
  }
}
