// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenUsageShapesTest {
  @Test
  void ofAnthropic_addsTheCacheToTheInput() {
    TokenUsage usage = TokenUsage.ofAnthropic(Map.of(
        "input_tokens",
        10,
        "output_tokens",
        500L,
        "cache_read_input_tokens",
        8_000,
        "cache_creation_input_tokens",
        1_000,
        "cache_creation",
        Map.of("ephemeral_5m_input_tokens", 300, "ephemeral_1h_input_tokens", 700),
        "output_tokens_details",
        Map.of("thinking_tokens", 200),
        "server_tool_use",
        Map.of("web_search_requests", 2)));

    assertThat(usage)
        .isEqualTo(TokenUsage.builder()
            .setInput(9_010)
            .setOutput(500)
            .setCacheRead(8_000)
            .setCacheWrite5m(300)
            .setCacheWrite1h(700)
            .setReasoning(200)
            .setWebSearches(2)
            .build());
    assertThat(usage.problems()).isEmpty();
  }

  @Test
  void ofAnthropic_takesUnsplitWritesAsFiveMinutes() {
    TokenUsage usage =
        TokenUsage.ofAnthropic(Map.of("input_tokens", 1, "cache_creation_input_tokens", 1_000));

    assertThat(usage.cacheWrite5m()).isEqualTo(1_000);
    assertThat(usage.cacheWrite1h()).isEqualTo(TokenUsage.UNKNOWN);
  }

  @Test
  void ofAnthropic_takesTheRestOfTheSumAsFiveMinutes() {
    TokenUsage usage = TokenUsage.ofAnthropic(Map.of(
        "cache_creation_input_tokens",
        1_000,
        "cache_creation",
        Map.of("ephemeral_1h_input_tokens", 400)));

    assertThat(usage.cacheWrite5m()).isEqualTo(600);
    assertThat(usage.cacheWrite1h()).isEqualTo(400);
  }

  @Test
  void ofAnthropic_believesASplitBeyondTheSumAndTells() {
    TokenUsage usage = TokenUsage.ofAnthropic(Map.of(
        "input_tokens",
        1,
        "cache_creation_input_tokens",
        100,
        "cache_creation",
        Map.of("ephemeral_1h_input_tokens", 400)));

    assertThat(usage.cacheWrite()).isEqualTo(400);
    assertThat(usage.input()).isEqualTo(401);
    assertThat(usage.problems()).hasSize(1);
  }

  /** After a compaction the counts beside the iterations are those of the last one alone. */
  @Test
  void ofAnthropic_billsTheSumOfTheIterations() {
    TokenUsage usage = TokenUsage.ofAnthropic(Map.of(
        "input_tokens",
        181,
        "output_tokens",
        8,
        "cache_read_input_tokens",
        0,
        "output_tokens_details",
        Map.of("thinking_tokens", 5),
        "server_tool_use",
        Map.of("web_search_requests", 1),
        "iterations",
        List.of(
            Map.of(
                "type", "compaction",
                "input_tokens", 100,
                "output_tokens", 83,
                "cache_read_input_tokens", 55_096,
                "cache_creation", Map.of("ephemeral_1h_input_tokens", 40)),
            Map.of("type", "message", "input_tokens", 181, "output_tokens", 8))));

    assertThat(usage)
        .isEqualTo(TokenUsage.builder()
            .setInput(281 + 55_096 + 40)
            .setOutput(91)
            .setCacheRead(55_096)
            .setCacheWrite1h(40)
            .setReasoning(5)
            .setWebSearches(1)
            .build());
    assertThat(usage.uncachedInput()).isEqualTo(281);
    assertThat(usage.problems()).isEmpty();
  }

  @Test
  void ofAnthropic_takesTheMessageWhereTheIterationsTellNothing() {
    for (Object iterations : List.of(List.of(), List.of(Map.of("input_tokens", 3)), "none", 7)) {
      assertThat(TokenUsage.ofAnthropic(
              Map.of("input_tokens", 10, "output_tokens", 2, "iterations", iterations)))
          .isEqualTo(TokenUsage.builder().setInput(10).setOutput(2).build());
    }
  }

  @Test
  void ofAnthropic_survivesNulls() {
    var fields = new HashMap<String, Object>();
    fields.put("input_tokens", 10);
    fields.put("output_tokens", 5);
    fields.put("cache_creation", null);
    fields.put("cache_read_input_tokens", null);
    fields.put("server_tool_use", null);

    assertThat(TokenUsage.ofAnthropic(fields))
        .isEqualTo(TokenUsage.builder().setInput(10).setOutput(5).build());
  }

  @Test
  void ofAnthropic_leavesInputUnknownWhenOnlyOutputIsTold() {
    assertThat(TokenUsage.ofAnthropic(Map.of("output_tokens", 5)).input())
        .isEqualTo(TokenUsage.UNKNOWN);
  }

  @Test
  void ofOpenAiChat_takesTotalsAsTheyAre() {
    TokenUsage usage = TokenUsage.ofOpenAiChat(Map.of(
        "prompt_tokens", 1_000,
        "completion_tokens", 300,
        "total_tokens", 1_300,
        "prompt_tokens_details",
            Map.of("cached_tokens", 400, "audio_tokens", 20, "cache_write_tokens", 30),
        "completion_tokens_details", Map.of("reasoning_tokens", 100, "audio_tokens", 10)));

    assertThat(usage)
        .isEqualTo(TokenUsage.builder()
            .setInput(1_000)
            .setOutput(300)
            .setCacheRead(400)
            .setCacheWrite5m(30)
            .setAudioInput(20)
            .setReasoning(100)
            .setAudioOutput(10)
            .build());
  }

  @Test
  void ofOpenAiChat_addsReasoningThatTheTotalShowsToLieBeyond() {
    TokenUsage usage = TokenUsage.ofOpenAiChat(Map.of(
        "prompt_tokens", 32,
        "completion_tokens", 9,
        "total_tokens", 135,
        "completion_tokens_details", Map.of("reasoning_tokens", 94)));

    assertThat(usage.output()).isEqualTo(103);
    assertThat(usage.problems()).isEmpty();
  }

  @Test
  void ofOpenAiChat_readsTheCacheOfDeepSeekAndMoonshot() {
    assertThat(TokenUsage.ofOpenAiChat(Map.of("prompt_tokens", 9, "prompt_cache_hit_tokens", 4))
            .cacheRead())
        .isEqualTo(4);
    assertThat(TokenUsage.ofOpenAiChat(Map.of("prompt_tokens", 9, "cached_tokens", 4))
            .cacheRead())
        .isEqualTo(4);
  }

  @Test
  void ofOpenAiChat_clampsCacheBeyondThePrompt() {
    TokenUsage usage = TokenUsage.ofOpenAiChat(
        Map.of("prompt_tokens", 10, "prompt_tokens_details", Map.of("cached_tokens", 11)));

    assertThat(usage.cacheRead()).isEqualTo(10);
    assertThat(usage.problems()).singleElement().asString().contains("cacheRead is 11");
  }

  @Test
  void ofOpenAiResponses_readsItsNames() {
    TokenUsage usage = TokenUsage.ofOpenAiResponses(Map.of(
        "input_tokens",
        1_000,
        "output_tokens",
        300,
        "input_tokens_details",
        Map.of("cached_tokens", 400, "cache_write_tokens", 100),
        "output_tokens_details",
        Map.of("reasoning_tokens", 100)));

    assertThat(usage)
        .isEqualTo(TokenUsage.builder()
            .setInput(1_000)
            .setOutput(300)
            .setCacheRead(400)
            .setCacheWrite5m(100)
            .setReasoning(100)
            .build());
  }

  @Test
  void ofGemini_addsThoughtsAndToolPrompts() {
    TokenUsage usage = TokenUsage.ofGemini(Map.of(
        "promptTokenCount", 1_000,
        "toolUsePromptTokenCount", 50,
        "cachedContentTokenCount", 400,
        "candidatesTokenCount", 200,
        "thoughtsTokenCount", 300,
        "promptTokensDetails",
            List.of(
                Map.of("modality", "TEXT", "tokenCount", 700),
                Map.of("modality", "AUDIO", "tokenCount", 300)),
        "cacheTokensDetails", List.of(Map.of("modality", "AUDIO", "tokenCount", 100)),
        "candidatesTokensDetails", List.of(Map.of("modality", "IMAGE", "tokenCount", 150))));

    assertThat(usage)
        .isEqualTo(TokenUsage.builder()
            .setInput(1_050)
            .setOutput(500)
            .setCacheRead(400)
            .setReasoning(300)
            .setAudioInput(300)
            .setCachedAudio(100)
            .setImageOutput(150)
            .build());
  }

  @Test
  void ofGemini_readsSnakeCase() {
    TokenUsage usage = TokenUsage.ofGemini(
        Map.of("prompt_token_count", 10, "candidates_token_count", 5, "thoughts_token_count", 1));

    assertThat(usage)
        .isEqualTo(
            TokenUsage.builder().setInput(10).setOutput(6).setReasoning(1).build());
  }

  @Test
  void ofBedrock_addsTheCacheToTheInput() {
    TokenUsage usage = TokenUsage.ofBedrock(Map.of(
        "inputTokens", 10,
        "outputTokens", 5,
        "totalTokens", 115,
        "cacheReadInputTokens", 60,
        "cacheWriteInputTokens", 40,
        "cacheDetails",
            List.of(
                Map.of("inputTokens", 15, "ttl", "1h"), Map.of("inputTokens", 25, "ttl", "5m"))));

    assertThat(usage)
        .isEqualTo(TokenUsage.builder()
            .setInput(110)
            .setOutput(5)
            .setCacheRead(60)
            .setCacheWrite5m(25)
            .setCacheWrite1h(15)
            .build());
  }

  @Test
  void factories_neverThrowOnNonsense() {
    var nonsense = new HashMap<String, Object>();
    nonsense.put("input_tokens", "many");
    nonsense.put("output_tokens", Double.NaN);
    nonsense.put("cache_read_input_tokens", new BigInteger("9".repeat(39)));
    nonsense.put("cache_creation_input_tokens", -5);
    nonsense.put("cache_creation", List.of(1));
    nonsense.put("server_tool_use", "3");

    TokenUsage usage = TokenUsage.ofAnthropic(nonsense);

    assertThat(usage.input()).isEqualTo(TokenUsage.UNKNOWN);
    assertThat(usage.cacheWrite()).isZero();
    assertThat(usage.problems()).hasSize(4);
  }

  @Test
  void factories_readNumbersOfAnyType() {
    TokenUsage usage = TokenUsage.ofOpenAiChat(Map.of(
        "prompt_tokens", "1000", "completion_tokens", 1.5e3, "cached_tokens", "1e-999999999"));

    assertThat(usage.input()).isEqualTo(1_000);
    assertThat(usage.output()).isEqualTo(1_500);
    assertThat(usage.cacheRead()).isZero();
  }

  @Test
  void factories_survivesAnEmptyObject() {
    assertThat(TokenUsage.ofGemini(Collections.emptyMap())).isEqualTo(TokenUsage.NONE);
  }
}
