// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the usage of OpenAI's chat completions and responses: totals that include their parts. */
final class OpenAiUsage {
  private OpenAiUsage() {}

  static TokenUsage readChat(@Nullable Map<String, ?> usage) {
    var fields = new UsageFields(usage);
    var input = fields.object("prompt_tokens_details");
    var output = fields.object("completion_tokens_details");
    long prompt = fields.count("prompt_tokens");
    long completion = fields.count("completion_tokens");
    long reasoning = output.count("reasoning_tokens");
    boolean apart = isCountedApart(prompt, completion, reasoning, fields.count("total_tokens"));
    return fields.build(TokenUsage.builder()
        .setInput(prompt)
        .setOutput(apart ? completion + reasoning : completion)
        .setCacheRead(firstKnown(
            input.count("cached_tokens"), fields.count("cached_tokens", "prompt_cache_hit_tokens")))
        .setCacheWrite5m(input.count("cache_write_tokens"))
        .setReasoning(reasoning)
        .setAudioInput(input.count("audio_tokens"))
        .setAudioOutput(output.count("audio_tokens")));
  }

  static TokenUsage readResponses(@Nullable Map<String, ?> usage) {
    var fields = new UsageFields(usage);
    var input = fields.object("input_tokens_details");
    return fields.build(TokenUsage.builder()
        .setInput(fields.count("input_tokens"))
        .setOutput(fields.count("output_tokens"))
        .setCacheRead(input.count("cached_tokens"))
        .setCacheWrite5m(input.count("cache_write_tokens"))
        .setReasoning(fields.object("output_tokens_details").count("reasoning_tokens")));
  }

  /** The total tells whether reasoning lies within the completion (OpenAI) or beyond it (xAI). */
  private static boolean isCountedApart(long prompt, long completion, long reasoning, long total) {
    return prompt >= 0
        && completion >= 0
        && reasoning > 0
        && total == TokenCounts.sum(TokenCounts.sum(prompt, completion), reasoning);
  }

  private static long firstKnown(long first, long second) {
    return first >= 0 ? first : second;
  }
}
