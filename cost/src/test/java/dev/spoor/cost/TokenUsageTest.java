// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TokenUsageTest {
  private static final TokenUsage CALL = TokenUsage.builder()
      .setInput(18_872)
      .setOutput(415)
      .setCacheRead(17_653)
      .setCacheWrite5m(1_000)
      .setCacheWrite1h(200)
      .build();

  @Test
  void uncachedInput_isWhatNeitherCameFromNorWentIntoACache() {
    assertThat(CALL.uncachedInput()).isEqualTo(19);
  }

  @Test
  void uncachedInput_isUnknownWithoutInput() {
    assertThat(TokenUsage.builder().setCacheRead(5).build().uncachedInput())
        .isEqualTo(TokenUsage.UNKNOWN);
  }

  @Test
  void plus_keepsUnknownOnlyWhereBothAreUnknown() {
    TokenUsage sum = TokenUsage.builder().setInput(1).build().plus(CALL);

    assertThat(sum.input()).isEqualTo(18_873);
    assertThat(sum.output()).isEqualTo(415);
    assertThat(sum.reasoning()).isEqualTo(TokenUsage.UNKNOWN);
  }

  @Test
  void plus_raisesTheWholeToItsParts() {
    TokenUsage cacheOnly = TokenUsage.builder().setCacheRead(10).build();

    TokenUsage sum = cacheOnly.plus(TokenUsage.builder().setInput(3).build());

    assertThat(sum.input()).isEqualTo(10);
    assertThat(sum.toBuilder().build()).isEqualTo(sum);
  }

  @Test
  void plus_stopsBelowOverflow() {
    TokenUsage most = TokenUsage.builder().setInput(Long.MAX_VALUE).buildClamped();

    assertThat(most.plus(most).input()).isPositive();
  }

  @Test
  void minus_isNeverBelowZero() {
    TokenUsage more = CALL.plus(CALL);

    assertThat(more.minus(CALL)).isEqualTo(CALL);
    assertThat(CALL.minus(more).output()).isZero();
  }

  @Test
  void minus_isUnknownWhereThisIsUnknown() {
    assertThat(TokenUsage.NONE.minus(CALL)).isEqualTo(TokenUsage.NONE);
  }

  @Test
  void isEmpty_holdsForNothingKnownOnly() {
    assertThat(TokenUsage.NONE.isEmpty()).isTrue();
    assertThat(TokenUsage.builder().setOutput(0).build().isEmpty()).isFalse();
  }

  @Test
  void build_refusesCacheBeyondInput() {
    assertThatThrownBy(() -> TokenUsage.builder().setInput(5).setCacheRead(6).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cacheRead is 6, more than input holds");
  }

  @Test
  void build_refusesReasoningBeyondOutput() {
    assertThatThrownBy(() -> TokenUsage.builder().setOutput(5).setReasoning(6).build())
        .hasMessageContaining("reasoning is 6, more than output holds");
  }

  @Test
  void build_refusesNegativeCounts() {
    assertThatThrownBy(() -> TokenUsage.builder().setInput(-2).build())
        .hasMessageContaining("input is -2, expected 0 or more");
  }

  @Test
  void build_infersAudioThatMustHaveBeenCached() {
    TokenUsage usage =
        TokenUsage.builder().setInput(100).setCacheRead(60).setAudioInput(90).build();

    assertThat(usage.cachedAudio()).isEqualTo(50);
  }

  @Test
  void buildClamped_cutsAndTells() {
    TokenUsage usage = TokenUsage.builder().setInput(5).setCacheRead(6).buildClamped();

    assertThat(usage.cacheRead()).isEqualTo(5);
    assertThat(usage.problems()).hasSize(1);
  }

  @Test
  void toString_namesKnownCountsOnly() {
    assertThat(TokenUsage.builder().setInput(5).build()).hasToString("TokenUsage{input=5}");
  }
}
