// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

/**
 * Builds a {@link TokenUsage}. Not safe for use by many threads. Every count is
 * {@link TokenUsage#UNKNOWN} until set; counts that contradict each other are refused by
 * {@link #build()}.
 */
public final class TokenUsageBuilder {
  long input = TokenUsage.UNKNOWN;
  long output = TokenUsage.UNKNOWN;
  long cacheRead = TokenUsage.UNKNOWN;
  long cacheWrite5m = TokenUsage.UNKNOWN;
  long cacheWrite1h = TokenUsage.UNKNOWN;
  long reasoning = TokenUsage.UNKNOWN;
  long audioInput = TokenUsage.UNKNOWN;
  long audioOutput = TokenUsage.UNKNOWN;
  long webSearches = TokenUsage.UNKNOWN;

  TokenUsageBuilder() {}

  /** Sets all input tokens, cached and audio ones included. */
  public TokenUsageBuilder setInput(long input) {
    this.input = input;
    return this;
  }

  /** Sets all output tokens, reasoning and audio included. */
  public TokenUsageBuilder setOutput(long output) {
    this.output = output;
    return this;
  }

  /** Sets the input tokens that were read from a cache. */
  public TokenUsageBuilder setCacheRead(long cacheRead) {
    this.cacheRead = cacheRead;
    return this;
  }

  /**
   * Sets the input tokens that were written to a cache that lives five minutes, or for an untold
   * time.
   */
  public TokenUsageBuilder setCacheWrite5m(long cacheWrite5m) {
    this.cacheWrite5m = cacheWrite5m;
    return this;
  }

  /** Sets the input tokens that were written to a cache that lives one hour. */
  public TokenUsageBuilder setCacheWrite1h(long cacheWrite1h) {
    this.cacheWrite1h = cacheWrite1h;
    return this;
  }

  /** Sets the output tokens that the model spent on reasoning. */
  public TokenUsageBuilder setReasoning(long reasoning) {
    this.reasoning = reasoning;
    return this;
  }

  /** Sets the input tokens that were audio. */
  public TokenUsageBuilder setAudioInput(long audioInput) {
    this.audioInput = audioInput;
    return this;
  }

  /** Sets the output tokens that were audio. */
  public TokenUsageBuilder setAudioOutput(long audioOutput) {
    this.audioOutput = audioOutput;
    return this;
  }

  /** Sets the web searches that the provider bills by the call. */
  public TokenUsageBuilder setWebSearches(long webSearches) {
    this.webSearches = webSearches;
    return this;
  }

  /** Returns the usage. */
  public TokenUsage build() {
    return new TokenUsage(this);
  }
}
