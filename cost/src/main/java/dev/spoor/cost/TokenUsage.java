// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What one model call, or several, used. Immutable and safe for use by many threads.
 *
 * <p>Counts are <em>inclusive</em>, as the GenAI conventions ask: {@link #input()} holds every
 * input token, those read from and written to a cache and those of audio among them;
 * {@link #output()} holds reasoning, audio and images. A count that was not told is
 * {@link #UNKNOWN}, never 0.
 *
 * <pre>{@code
 * var usage = TokenUsage.builder().setInput(18_872).setOutput(415).setCacheRead(17_653).build();
 * }</pre>
 *
 * <p>The factories named after providers read the usage object of an answer, parsed from JSON to
 * maps, lists, numbers and strings, and normalise it to the form above. They never throw: what
 * contradicts itself is clamped and told by {@link #problems()}. Where something else than a whole
 * number stands in place of a count, the usage has no cost.
 */
public final class TokenUsage {
  /** Constants, which the compiler folds, where an enum's ordinal is read from memory each time. */
  private static final int INPUT = TokenKind.INPUT.index();

  private static final int OUTPUT = TokenKind.OUTPUT.index();
  private static final int CACHE_READ = TokenKind.CACHE_READ.index();
  private static final int CACHE_WRITE_5M = TokenKind.CACHE_WRITE_5M.index();
  private static final int CACHE_WRITE_1H = TokenKind.CACHE_WRITE_1H.index();

  /** The value of a count that was not told. */
  public static final long UNKNOWN = -1;

  /** Nothing is known of any count. */
  public static final TokenUsage NONE = builder().build();

  private final long[] counts;
  private final List<String> problems;
  private final @Nullable String unreadable;
  private final boolean isEmpty;
  private final boolean isPriceable;
  private final boolean isTextAlone;
  private final boolean isPlainText;

  /** Returns a builder in which every count is {@link #UNKNOWN}. */
  public static TokenUsageBuilder builder() {
    return new TokenUsageBuilder();
  }

  /**
   * Returns what the {@code usage} of an Anthropic message tells, of an answer or of a stream's
   * {@code message_start} and {@code message_delta}. Its {@code input_tokens} leave out the cache;
   * {@link #input()} does not.
   */
  public static TokenUsage ofAnthropic(Map<String, ?> usage) {
    return AnthropicUsage.read(usage);
  }

  /**
   * Returns what the {@code usage} of an OpenAI chat completion tells. Reasoning tokens that
   * {@code total_tokens} shows to lie beyond {@code completion_tokens}, as xAI counts them, are
   * added to the output.
   */
  public static TokenUsage ofOpenAiChat(Map<String, ?> usage) {
    return OpenAiUsage.readChat(usage);
  }

  /** Returns what the {@code usage} of an OpenAI response (the Responses API) tells. */
  public static TokenUsage ofOpenAiResponses(Map<String, ?> usage) {
    return OpenAiUsage.readResponses(usage);
  }

  /**
   * Returns what a Gemini {@code usageMetadata} tells. Thoughts, which it counts apart, are part of
   * {@link #output()}, and the prompts of its own tools part of {@link #input()}.
   */
  public static TokenUsage ofGemini(Map<String, ?> usageMetadata) {
    return GeminiUsage.read(usageMetadata);
  }

  /**
   * Returns what the {@code usage} of a Bedrock Converse answer tells. Its {@code inputTokens}
   * leave out the cache; {@link #input()} does not.
   */
  public static TokenUsage ofBedrock(Map<String, ?> usage) {
    return BedrockUsage.read(usage);
  }

  TokenUsage(long[] counts, List<String> problems) {
    this(counts, problems, null);
  }

  private TokenUsage(long[] counts, List<String> problems, @Nullable String unreadable) {
    this.counts = counts;
    this.problems = List.copyOf(problems);
    this.unreadable = unreadable;
    isEmpty = isAtMost(UNKNOWN, counts, 0);
    isPriceable = !isEmpty && unreadable == null && isAtMost(TokenCounts.MAX - 1, counts, 0);
    isTextAlone = isAtMost(0, counts, TokenKind.AUDIO_INPUT.index());
    isPlainText = isPriceable && isTextAlone && isAtMost(Rates.MAX_PLAIN_COUNT, counts, 0);
  }

  /** Returns all input tokens, cached and audio ones included. */
  public long input() {
    return counts[INPUT];
  }

  /** Returns all output tokens, reasoning, audio and images included. */
  public long output() {
    return counts[OUTPUT];
  }

  /** Returns the input tokens that were read from a cache, audio included. */
  public long cacheRead() {
    return counts[CACHE_READ];
  }

  /**
   * Returns the input tokens that were written to a cache that lives five minutes, or for an untold
   * time.
   */
  public long cacheWrite5m() {
    return counts[CACHE_WRITE_5M];
  }

  /** Returns the input tokens that were written to a cache that lives one hour. */
  public long cacheWrite1h() {
    return counts[CACHE_WRITE_1H];
  }

  /** Returns the input tokens that were written to a cache of any lifetime. */
  public long cacheWrite() {
    return TokenCounts.sum(cacheWrite5m(), cacheWrite1h());
  }

  /** Returns the input tokens that neither came from a cache nor went into one. */
  public long uncachedInput() {
    if (input() < 0) {
      return UNKNOWN;
    }
    return input() - Math.max(0, cacheRead()) - Math.max(0, cacheWrite());
  }

  /** Returns the output tokens that the model spent on reasoning. */
  public long reasoning() {
    return count(TokenKind.REASONING);
  }

  /** Returns the input tokens that were audio, cached ones included. */
  public long audioInput() {
    return count(TokenKind.AUDIO_INPUT);
  }

  /** Returns the audio tokens that were read from a cache. */
  public long cachedAudio() {
    return count(TokenKind.CACHED_AUDIO);
  }

  /** Returns the output tokens that were audio. */
  public long audioOutput() {
    return count(TokenKind.AUDIO_OUTPUT);
  }

  /** Returns the output tokens that were images. */
  public long imageOutput() {
    return count(TokenKind.IMAGE_OUTPUT);
  }

  /** Returns the web searches that the provider made for the model and bills by the call. */
  public long webSearches() {
    return count(TokenKind.WEB_SEARCHES);
  }

  /** Returns the searches in stored files that the provider made and bills by the call. */
  public long fileSearches() {
    return count(TokenKind.FILE_SEARCHES);
  }

  /** Returns whether no count is known. */
  public boolean isEmpty() {
    return isEmpty;
  }

  /**
   * Returns what was wrong with the counts as they were told, a sentence each, and was clamped;
   * empty for what was built or computed. Never holds content.
   */
  public List<String> problems() {
    return problems;
  }

  /** Returns a builder that holds these counts. */
  public TokenUsageBuilder toBuilder() {
    return new TokenUsageBuilder(counts.clone());
  }

  /**
   * Returns the sum, kind by kind; a kind is unknown only if it is unknown in both. Where one side
   * knows a part and not the whole, the whole is at least the part.
   */
  public TokenUsage plus(TokenUsage other) {
    long[] sums = new long[counts.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = TokenCounts.sum(counts[i], other.counts[i]);
    }
    TokenCounts.raiseWholes(sums);
    return new TokenUsage(sums, List.of());
  }

  /**
   * Returns what is here beyond {@code base}, kind by kind and never below 0; unknown where it is
   * unknown here. Where the parts grew by more than the whole, the whole is the parts.
   */
  public TokenUsage minus(TokenUsage base) {
    long[] differences = new long[counts.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = TokenCounts.difference(counts[i], base.counts[i]);
    }
    TokenCounts.raiseWholes(differences);
    return new TokenUsage(differences, List.of());
  }

  /**
   * Returns whether there is neither audio nor image nor search, so that no price of those counts.
   */
  boolean isTextAlone() {
    return isTextAlone;
  }

  /**
   * Returns whether there is nothing but text, and so little of it that no price by the token makes
   * a {@code long} overflow.
   */
  boolean isPlainText() {
    return isPlainText;
  }

  /** Returns whether there are counts, and all of them are what was used. */
  boolean isPriceable() {
    return isPriceable;
  }

  /** Returns why these counts have no price whatever the model, or null if they may have one. */
  @Nullable String unpriceable() {
    if (isPriceable) {
      return null;
    }
    if (unreadable != null) {
      return unreadable;
    }
    return isEmpty ? "the usage tells no count" : "a count is more than can be billed";
  }

  private static boolean isAtMost(long most, long[] counts, int from) {
    for (int i = from; i < counts.length; i++) {
      if (counts[i] > most) {
        return false;
      }
    }
    return true;
  }

  TokenUsage withProblems(UsageProblems found) {
    if (found.all.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(found.all);
    all.addAll(problems);
    return new TokenUsage(counts, all, found.unreadable);
  }

  long count(TokenKind kind) {
    return counts[kind.index()];
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof TokenUsage other && Arrays.equals(counts, other.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    var text = new StringJoiner(", ", "TokenUsage{", "}");
    for (TokenKind kind : TokenKind.ALL) {
      if (count(kind) >= 0) {
        text.add(kind.label + '=' + count(kind));
      }
    }
    return text.toString();
  }
}
