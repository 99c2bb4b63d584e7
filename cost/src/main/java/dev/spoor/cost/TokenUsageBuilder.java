// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.Arrays;
import java.util.List;

/**
 * Builds a {@link TokenUsage}. Not safe for use by many threads. Every count is
 * {@link TokenUsage#UNKNOWN} until set; counts that contradict each other are refused by
 * {@link #build()}. For counts that somebody else tells, {@link #buildClamped()} never throws.
 */
public final class TokenUsageBuilder {
  private final long[] counts;

  TokenUsageBuilder() {
    this(new long[TokenKind.ALL.size()]);
    Arrays.fill(counts, TokenUsage.UNKNOWN);
  }

  TokenUsageBuilder(long[] counts) {
    this.counts = counts;
  }

  /** Sets all input tokens, cached and audio ones included. */
  public TokenUsageBuilder setInput(long input) {
    return set(TokenKind.INPUT, input);
  }

  /** Sets all output tokens, reasoning, audio and images included. */
  public TokenUsageBuilder setOutput(long output) {
    return set(TokenKind.OUTPUT, output);
  }

  /** Sets the input tokens that were read from a cache, audio included. */
  public TokenUsageBuilder setCacheRead(long cacheRead) {
    return set(TokenKind.CACHE_READ, cacheRead);
  }

  /**
   * Sets the input tokens that were written to a cache that lives five minutes, or for an untold
   * time.
   */
  public TokenUsageBuilder setCacheWrite5m(long cacheWrite5m) {
    return set(TokenKind.CACHE_WRITE_5M, cacheWrite5m);
  }

  /** Sets the input tokens that were written to a cache that lives one hour. */
  public TokenUsageBuilder setCacheWrite1h(long cacheWrite1h) {
    return set(TokenKind.CACHE_WRITE_1H, cacheWrite1h);
  }

  /** Sets the output tokens that the model spent on reasoning. */
  public TokenUsageBuilder setReasoning(long reasoning) {
    return set(TokenKind.REASONING, reasoning);
  }

  /** Sets the input tokens that were audio, cached ones included. */
  public TokenUsageBuilder setAudioInput(long audioInput) {
    return set(TokenKind.AUDIO_INPUT, audioInput);
  }

  /** Sets the audio tokens that were read from a cache. */
  public TokenUsageBuilder setCachedAudio(long cachedAudio) {
    return set(TokenKind.CACHED_AUDIO, cachedAudio);
  }

  /** Sets the output tokens that were audio. */
  public TokenUsageBuilder setAudioOutput(long audioOutput) {
    return set(TokenKind.AUDIO_OUTPUT, audioOutput);
  }

  /** Sets the output tokens that were images. */
  public TokenUsageBuilder setImageOutput(long imageOutput) {
    return set(TokenKind.IMAGE_OUTPUT, imageOutput);
  }

  /** Sets the web searches that the provider bills by the call. */
  public TokenUsageBuilder setWebSearches(long webSearches) {
    return set(TokenKind.WEB_SEARCHES, webSearches);
  }

  /** Sets the searches in stored files that the provider bills by the call. */
  public TokenUsageBuilder setFileSearches(long fileSearches) {
    return set(TokenKind.FILE_SEARCHES, fileSearches);
  }

  /**
   * Returns the usage.
   *
   * @throws IllegalArgumentException if a count is below -1 or a part exceeds its whole, such as
   *     cache reads beyond the input
   */
  public TokenUsage build() {
    long[] clamped = counts.clone();
    List<String> problems = TokenCounts.clampParts(clamped);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "These counts contradict each other: " + String.join("; ", problems)
              + ". Input must include cached and audio tokens, output must include reasoning."
              + " Correct the counts, or use buildClamped() for counts that are not yours.");
    }
    return new TokenUsage(clamped, problems);
  }

  /** Returns the usage with contradictions clamped and told by {@link TokenUsage#problems()}. */
  public TokenUsage buildClamped() {
    long[] clamped = counts.clone();
    return new TokenUsage(clamped, TokenCounts.clampParts(clamped));
  }

  TokenUsageBuilder set(TokenKind kind, long count) {
    counts[kind.index()] = count;
    return this;
  }
}
