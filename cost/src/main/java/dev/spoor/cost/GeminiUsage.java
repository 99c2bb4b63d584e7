// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Gemini's usage metadata, in the REST spelling or in snake case: thoughts and tool prompts
 * are counted apart.
 */
final class GeminiUsage {
  private GeminiUsage() {}

  static TokenUsage read(@Nullable Map<String, ?> usageMetadata) {
    var fields = new UsageFields(usageMetadata);
    long thoughts = fields.count("thoughtsTokenCount", "thoughts_token_count");
    var answers = fields.objects("candidatesTokensDetails", "candidates_tokens_details");
    long prompt = fields.count("promptTokenCount", "prompt_token_count");
    long toolPrompt = fields.count("toolUsePromptTokenCount", "tool_use_prompt_token_count");
    long answer = fields.count("candidatesTokenCount", "candidates_token_count");
    return fields.build(TokenUsage.builder()
        .setInput(TokenCounts.sum(prompt, toolPrompt))
        .setOutput(TokenCounts.sum(answer, thoughts))
        .setCacheRead(fields.count("cachedContentTokenCount", "cached_content_token_count"))
        .setReasoning(thoughts)
        .setAudioInput(audioInput(fields))
        .setCachedAudio(
            tokens(fields.objects("cacheTokensDetails", "cache_tokens_details"), "AUDIO"))
        .setAudioOutput(tokens(answers, "AUDIO"))
        .setImageOutput(tokens(answers, "IMAGE")));
  }

  private static long audioInput(UsageFields fields) {
    return TokenCounts.sum(
        tokens(fields.objects("promptTokensDetails", "prompt_tokens_details"), "AUDIO"),
        tokens(
            fields.objects("toolUsePromptTokensDetails", "tool_use_prompt_tokens_details"),
            "AUDIO"));
  }

  private static long tokens(List<UsageFields> details, String modality) {
    long tokens = TokenUsage.UNKNOWN;
    for (UsageFields detail : details) {
      if (detail.text("modality").toUpperCase(Locale.ROOT).equals(modality)) {
        tokens = TokenCounts.sum(tokens, detail.count("tokenCount", "token_count"));
      }
    }
    return tokens;
  }
}
