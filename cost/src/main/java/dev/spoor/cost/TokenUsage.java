// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.Objects;

/**
 * What one model call, or several, used. Immutable and safe for use by many threads.
 *
 * <p>Counts are <em>inclusive</em>, as the GenAI conventions ask: {@link #input()} holds every
 * input token, those read from and written to a cache and those of audio among them;
 * {@link #output()} holds reasoning and audio. A count that was not told is {@link #UNKNOWN}, never
 * 0.
 *
 * <pre>{@code
 * var usage = TokenUsage.builder().setInput(18_872).setOutput(415).setCacheRead(17_653).build();
 * }</pre>
 */
public final class TokenUsage {
  /** The value of a count that was not told. */
  public static final long UNKNOWN = -1;

  /** Nothing is known of any count. */
  public static final TokenUsage NONE = builder().build();

  private final long input;
  private final long output;
  private final long cacheRead;
  private final long cacheWrite5m;
  private final long cacheWrite1h;
  private final long reasoning;
  private final long audioInput;
  private final long audioOutput;
  private final long webSearches;

  /** Returns a builder in which every count is {@link #UNKNOWN}. */
  public static TokenUsageBuilder builder() {
    return new TokenUsageBuilder();
  }

  TokenUsage(TokenUsageBuilder builder) {
    input = builder.input;
    output = builder.output;
    cacheRead = builder.cacheRead;
    cacheWrite5m = builder.cacheWrite5m;
    cacheWrite1h = builder.cacheWrite1h;
    reasoning = builder.reasoning;
    audioInput = builder.audioInput;
    audioOutput = builder.audioOutput;
    webSearches = builder.webSearches;
  }

  /** Returns all input tokens, cached and audio ones included. */
  public long input() {
    return input;
  }

  /** Returns all output tokens, reasoning and audio included. */
  public long output() {
    return output;
  }

  /** Returns the input tokens that were read from a cache. */
  public long cacheRead() {
    return cacheRead;
  }

  /**
   * Returns the input tokens that were written to a cache that lives five minutes, or for an untold
   * time.
   */
  public long cacheWrite5m() {
    return cacheWrite5m;
  }

  /** Returns the input tokens that were written to a cache that lives one hour. */
  public long cacheWrite1h() {
    return cacheWrite1h;
  }

  /** Returns the input tokens that were written to a cache of any lifetime. */
  public long cacheWrite() {
    return sum(cacheWrite5m, cacheWrite1h);
  }

  /** Returns the input tokens that neither came from a cache nor went into one. */
  public long uncachedInput() {
    if (input < 0) {
      return UNKNOWN;
    }
    return Math.max(0, input - Math.max(0, cacheRead) - Math.max(0, cacheWrite()));
  }

  /** Returns the output tokens that the model spent on reasoning. */
  public long reasoning() {
    return reasoning;
  }

  /** Returns the input tokens that were audio. */
  public long audioInput() {
    return audioInput;
  }

  /** Returns the output tokens that were audio. */
  public long audioOutput() {
    return audioOutput;
  }

  /** Returns the web searches that the provider made for the model and bills by the call. */
  public long webSearches() {
    return webSearches;
  }

  /** Returns whether no count is known. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** Returns a builder that holds these counts. */
  public TokenUsageBuilder toBuilder() {
    var builder = new TokenUsageBuilder();
    builder.input = input;
    builder.output = output;
    builder.cacheRead = cacheRead;
    builder.cacheWrite5m = cacheWrite5m;
    builder.cacheWrite1h = cacheWrite1h;
    builder.reasoning = reasoning;
    builder.audioInput = audioInput;
    builder.audioOutput = audioOutput;
    builder.webSearches = webSearches;
    return builder;
  }

  /** Returns the sum, kind by kind; a kind is unknown only if it is unknown in both. */
  public TokenUsage plus(TokenUsage other) {
    var builder = new TokenUsageBuilder();
    builder.input = sum(input, other.input);
    builder.output = sum(output, other.output);
    builder.cacheRead = sum(cacheRead, other.cacheRead);
    builder.cacheWrite5m = sum(cacheWrite5m, other.cacheWrite5m);
    builder.cacheWrite1h = sum(cacheWrite1h, other.cacheWrite1h);
    builder.reasoning = sum(reasoning, other.reasoning);
    builder.audioInput = sum(audioInput, other.audioInput);
    builder.audioOutput = sum(audioOutput, other.audioOutput);
    builder.webSearches = sum(webSearches, other.webSearches);
    return new TokenUsage(builder);
  }

  /**
   * Returns what is here beyond {@code base}, kind by kind and never below 0; unknown where it is
   * unknown here.
   */
  public TokenUsage minus(TokenUsage base) {
    var builder = new TokenUsageBuilder();
    builder.input = difference(input, base.input);
    builder.output = difference(output, base.output);
    builder.cacheRead = difference(cacheRead, base.cacheRead);
    builder.cacheWrite5m = difference(cacheWrite5m, base.cacheWrite5m);
    builder.cacheWrite1h = difference(cacheWrite1h, base.cacheWrite1h);
    builder.reasoning = difference(reasoning, base.reasoning);
    builder.audioInput = difference(audioInput, base.audioInput);
    builder.audioOutput = difference(audioOutput, base.audioOutput);
    builder.webSearches = difference(webSearches, base.webSearches);
    return new TokenUsage(builder);
  }

  private static long sum(long a, long b) {
    return a < 0 ? b : b < 0 ? a : a + b;
  }

  private static long difference(long a, long b) {
    return a < 0 ? UNKNOWN : Math.max(0, a - Math.max(0, b));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof TokenUsage other
        && input == other.input
        && output == other.output
        && cacheRead == other.cacheRead
        && cacheWrite5m == other.cacheWrite5m
        && cacheWrite1h == other.cacheWrite1h
        && reasoning == other.reasoning
        && audioInput == other.audioInput
        && audioOutput == other.audioOutput
        && webSearches == other.webSearches;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        input,
        output,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h,
        reasoning,
        audioInput,
        audioOutput,
        webSearches);
  }

  @Override
  public String toString() {
    return "TokenUsage{input=" + input + ", output=" + output + ", cacheRead=" + cacheRead
        + ", cacheWrite5m="
        + cacheWrite5m + ", cacheWrite1h=" + cacheWrite1h + ", reasoning=" + reasoning
        + ", audioInput=" + audioInput
        + ", audioOutput=" + audioOutput + ", webSearches=" + webSearches + '}';
  }
}
