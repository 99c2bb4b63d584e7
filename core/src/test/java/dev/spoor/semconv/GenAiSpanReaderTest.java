// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenAiSpanReaderTest {
  private final GenAiSpanReader reader = new GenAiSpanReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_ai.usage.cache_creation.input_tokens",
        "gen_ai.usage.cache_write.input_tokens",
        "gen_ai.usage.cache_creation_input_tokens",
        "llm.token_count.prompt_details.cache_write"
      })
  void usage_readsEverySpellingOfACacheWrite(String name) {
    reader.read(Attributes.of(
        AttributeKey.longKey("gen_ai.usage.input_tokens"), 100L, AttributeKey.longKey(name), 30L));

    assertThat(reader.usage())
        .isEqualTo(TokenUsage.builder().setInput(100).setCacheWrite5m(30).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_ai.usage.prompt_tokens",
        "llm.usage.prompt_tokens",
        "llm.token_count.prompt",
        "gen_ai.usage.input_tokens"
      })
  void usage_readsEverySpellingOfTheInput(String name) {
    assertThat(
            reader.read(Attributes.of(AttributeKey.longKey(name), 7L)).usage().input())
        .isEqualTo(7);
  }

  @Test
  void usage_believesTheNewerSpelling() {
    reader.read(Attributes.of(
        AttributeKey.longKey("gen_ai.usage.prompt_tokens"), 1L,
        AttributeKey.longKey("gen_ai.usage.input_tokens"), 2L,
        AttributeKey.longKey("llm.token_count.prompt"), 3L));

    assertThat(reader.usage().input()).isEqualTo(2);
  }

  @Test
  void usage_addsCachedTokensThatWereLeftOut() {
    reader.read(Attributes.of(
        AttributeKey.longKey("gen_ai.usage.input_tokens"), 5L,
        AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens"), 1000L));

    assertThat(reader.usage().input()).isEqualTo(1005);
    assertThat(reader.usage().uncachedInput()).isEqualTo(5);
  }

  @Test
  void usage_convertsWhatLosesNothing() {
    reader.read(Attributes.of(
        AttributeKey.stringKey("gen_ai.usage.input_tokens"),
        "12",
        AttributeKey.doubleKey("gen_ai.usage.output_tokens"),
        3.0));

    assertThat(reader.usage())
        .isEqualTo(TokenUsage.builder().setInput(12).setOutput(3).build());
  }

  @Test
  void usage_isUnknownWhereAValueIsNoCount() {
    reader.read(Attributes.of(
        AttributeKey.stringKey("gen_ai.usage.input_tokens"),
        "many",
        AttributeKey.doubleKey("gen_ai.usage.output_tokens"),
        3.5,
        AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens"),
        -4L));

    assertThat(reader.usage()).isEqualTo(TokenUsage.NONE);
    assertThat(reader.hasUsage()).isFalse();
  }

  @Test
  void usage_leavesOutReasoningThatExceedsTheOutput() {
    reader.read(Attributes.of(
        AttributeKey.longKey("gen_ai.usage.output_tokens"), 3L,
        AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens"), 9L));

    assertThat(reader.usage().reasoning()).isEqualTo(TokenUsage.UNKNOWN);
    assertThat(reader.usage().output()).isEqualTo(3);
  }

  @Test
  void cost_isExactAndNeverFromANegativeOrNaN() {
    AttributeKey<Double> cost = AttributeKey.doubleKey("gen_ai.usage.cost");

    assertThat(reader.read(Attributes.of(cost, 0.0042)).cost()).isEqualTo(new BigDecimal("0.0042"));
    assertThat(reader.read(Attributes.of(cost, Double.NaN)).cost()).isNull();
    assertThat(reader.read(Attributes.of(cost, -1.0)).cost()).isNull();
    assertThat(reader.read(Attributes.of(cost, Double.POSITIVE_INFINITY)).cost())
        .isNull();
  }

  @Test
  void read_forgetsTheSpanBefore() {
    reader.read(Attributes.of(AttributeKey.stringKey("gen_ai.request.model"), "gpt-5"));
    reader.read(Attributes.of(AttributeKey.stringKey("http.route"), "/"));

    assertThat(reader.model()).isNull();
    assertThat(reader.isGenAi()).isFalse();
  }

  @Test
  void model_isTheOneThatAnswered() {
    reader.read(Attributes.of(
        AttributeKey.stringKey("gen_ai.request.model"), "gpt-5",
        AttributeKey.stringKey("gen_ai.response.model"), "gpt-5-2025-08-07"));

    assertThat(reader.model()).isEqualTo("gpt-5-2025-08-07");
    assertThat(reader.requestModel()).isEqualTo("gpt-5");
  }

  @Test
  void finishReasons_areAListHoweverWritten() {
    assertThat(reader
            .read(Attributes.of(
                AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"),
                List.of("stop", "length")))
            .finishReasons())
        .containsExactly("stop", "length");
    assertThat(reader
            .read(Attributes.of(AttributeKey.stringKey("gen_ai.response.finish_reason"), "stop"))
            .finishReasons())
        .containsExactly("stop");
    assertThat(reader.read(Attributes.empty()).finishReasons()).isEmpty();
  }

  @Test
  void input_keepsStructuredContent() {
    Value<?> messages = Value.of(List.of(Value.of("hello")));
    reader.read(Attributes.of(AttributeKey.valueKey("gen_ai.input.messages"), messages));

    assertThat(reader.input()).isInstanceOf(Value.class);
  }

  @Test
  void isContent_knowsWhatUsersAndModelsSaid() {
    assertThat(GenAiSpanReader.isContent("gen_ai.input.messages")).isTrue();
    assertThat(GenAiSpanReader.isContent("output.value")).isTrue();
    assertThat(GenAiSpanReader.isContent("gen_ai.request.model")).isFalse();
    assertThat(GenAiSpanReader.isContent("http.route")).isFalse();
  }
}
