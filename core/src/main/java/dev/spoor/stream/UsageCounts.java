// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spoor.cost.TokenUsage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts as Anthropic tells them: input without cache, and -1 for what was not told. Used by one
 * thread.
 */
final class UsageCounts {
  long input;
  long output;
  long cacheRead;
  long cacheWrite;
  long cacheWrite5m;
  long cacheWrite1h;
  long reasoning;
  long webSearches;
  /** The sum of a message's iterations, which is what is billed; null if it had none. */
  @Nullable UsageCounts iterations;

  UsageCounts() {
    clear();
  }

  void clear() {
    input = -1;
    output = -1;
    cacheRead = -1;
    cacheWrite = -1;
    cacheWrite5m = -1;
    cacheWrite1h = -1;
    reasoning = -1;
    webSearches = -1;
    iterations = null;
  }

  /** Reads a {@code usage} object of the Messages API. */
  void read(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "input_tokens" -> input = Json.count(parser);
        case "output_tokens" -> output = Json.count(parser);
        case "cache_read_input_tokens" -> cacheRead = Json.count(parser);
        case "cache_creation_input_tokens" -> cacheWrite = Json.count(parser);
        case "cache_creation", "output_tokens_details", "server_tool_use" -> readDetails(parser);
        case "iterations" -> readIterations(parser);
        default -> parser.skipChildren();
      }
    }
  }

  /**
   * Reads one model's entry of {@code modelUsage}; returns true if the field was one of the counts.
   */
  boolean readModelField(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "inputTokens" -> input = Json.count(parser);
      case "outputTokens" -> output = Json.count(parser);
      case "cacheReadInputTokens" -> cacheRead = Json.count(parser);
      case "cacheCreationInputTokens" -> cacheWrite = Json.count(parser);
      case "cacheCreationEphemeral5mInputTokens" -> cacheWrite5m = Json.count(parser);
      case "cacheCreationEphemeral1hInputTokens" -> cacheWrite1h = Json.count(parser);
      case "thinkingTokens" -> reasoning = Json.count(parser);
      case "webSearchRequests" -> webSearches = Json.count(parser);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Takes each count that {@code later} tells in place of the one here. */
  void overwrite(UsageCounts later) {
    input = told(later.input, input);
    output = told(later.output, output);
    cacheRead = told(later.cacheRead, cacheRead);
    cacheWrite = told(later.cacheWrite, cacheWrite);
    cacheWrite5m = told(later.cacheWrite5m, cacheWrite5m);
    cacheWrite1h = told(later.cacheWrite1h, cacheWrite1h);
    reasoning = told(later.reasoning, reasoning);
    webSearches = told(later.webSearches, webSearches);
    if (later.iterations != null) {
      iterations = later.iterations;
    }
  }

  boolean isSplit() {
    return cacheWrite5m >= 0 || cacheWrite1h >= 0;
  }

  /** Returns whether nothing was used, or nothing told. */
  boolean isNothing() {
    return input <= 0 && output <= 0 && cacheRead <= 0 && cacheWrite <= 0;
  }

  /** Returns the inclusive form. {@code withOutput} is false while the output is a placeholder. */
  TokenUsage toUsage(boolean withOutput) {
    UsageCounts billed = iterations;
    long plain = billed == null ? input : told(billed.input, input);
    long read = billed == null ? cacheRead : told(billed.cacheRead, cacheRead);
    long written = billed == null ? cacheWrite : told(billed.cacheWrite, cacheWrite);
    long hour = billed == null ? cacheWrite1h : told(billed.cacheWrite1h, cacheWrite1h);
    if (written < 0 && isSplit()) {
      written = Math.max(0, cacheWrite5m) + Math.max(0, cacheWrite1h);
    }
    var usage = TokenUsage.builder().setCacheRead(read).setWebSearches(webSearches);
    if (plain >= 0) {
      usage.setInput(plain + Math.max(0, read) + Math.max(0, written));
    }
    if (written >= 0) {
      long writtenForAnHour = Math.min(written, Math.max(0, hour));
      usage.setCacheWrite1h(writtenForAnHour).setCacheWrite5m(written - writtenForAnHour);
    }
    long out = billed == null ? output : told(billed.output, output);
    if (withOutput && out >= 0) {
      usage.setOutput(out).setReasoning(reasoning);
    }
    return usage.buildClamped();
  }

  private void readDetails(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      switch (name) {
        case "ephemeral_5m_input_tokens" -> cacheWrite5m = Json.count(parser);
        case "ephemeral_1h_input_tokens" -> cacheWrite1h = Json.count(parser);
        case "thinking_tokens" -> reasoning = Json.count(parser);
        case "web_search_requests" -> webSearches = Json.count(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readIterations(JsonParser parser) throws IOException {
    if (!Json.isArray(parser)) {
      return;
    }
    UsageCounts sum = null;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      var one = new UsageCounts();
      one.read(parser);
      sum = sum == null ? one : sum.plus(one);
    }
    iterations = sum;
  }

  private UsageCounts plus(UsageCounts other) {
    input = sum(input, other.input);
    output = sum(output, other.output);
    cacheRead = sum(cacheRead, other.cacheRead);
    cacheWrite = sum(cacheWrite, other.cacheWrite);
    cacheWrite5m = sum(cacheWrite5m, other.cacheWrite5m);
    cacheWrite1h = sum(cacheWrite1h, other.cacheWrite1h);
    return this;
  }

  private static long sum(long a, long b) {
    return a < 0 ? b : b < 0 ? a : a + b;
  }

  private static long told(long later, long earlier) {
    return later >= 0 ? later : earlier;
  }
}
