// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.cost.TokenUsage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes token counts as Langfuse counts them: every token in one bucket, and no bucket that
 * Langfuse has no price for, as what is in such a bucket is free there.
 */
final class UsageDetails {
  /** Only these have a price for reasoning of its own. */
  private static final Pattern PRICED_REASONING =
      Pattern.compile("(?i)(?:.*/)?(?:o[134](?:-.*)?|gpt-5(?!\\.4-(?:mini|nano)).*)");
  /** OpenAI's older models bill what goes into the cache as input. */
  private static final Pattern UNPRICED_CACHE_WRITE =
      Pattern.compile("(?i)(?:.*/)?(?:o[134](?:-.*)?|gpt-(?!5\\.6).*)");

  /** Returns the buckets as a JSON object, or null if nothing is known. */
  static @Nullable String of(TokenUsage usage, @Nullable String model) {
    if (usage.input() < 0 && usage.output() < 0) {
      return null;
    }
    var json = new StringBuilder(96).append('{');
    appendInput(json, usage, model);
    appendOutput(json, usage, model);
    if (usage.input() >= 0 && usage.output() >= 0) {
      append(json, "total", usage.input() + usage.output());
    }
    return json.append('}').toString();
  }

  /**
   * Returns what a span tells of its buckets itself. In the form of a provider, whose counts
   * overlap, it would be taken for buckets without a price: it is translated.
   */
  static String told(String json) {
    if (!(Json.parse(json) instanceof Map<?, ?> map)
        || map.containsKey("input")
        || map.containsKey("output")) {
      return json;
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    map.forEach((key, value) -> counts.put(String.valueOf(key), Json.number(value)));
    TokenUsage usage = TokenUsage.NONE;
    if (hasAny(counts, "prompt_tokens", "completion_tokens")) {
      usage = TokenUsage.ofOpenAiChat(counts);
    } else if (hasAny(counts, "cache_read_input_tokens", "cache_creation_input_tokens")) {
      usage = TokenUsage.ofAnthropic(counts);
    } else if (hasAny(counts, "input_tokens", "output_tokens")) {
      usage = TokenUsage.ofOpenAiResponses(counts);
    } else if (hasAny(counts, "promptTokens", "completionTokens")) {
      counts.put("prompt_tokens", counts.remove("promptTokens"));
      counts.put("completion_tokens", counts.remove("completionTokens"));
      usage = TokenUsage.ofOpenAiChat(counts);
    } else if (hasAny(counts, "inputTokens", "outputTokens")) {
      usage = TokenUsage.ofBedrock(counts);
    }
    String buckets = of(usage, null);
    return buckets == null ? json : buckets;
  }

  private static boolean hasAny(Map<String, ?> counts, String one, String other) {
    return counts.containsKey(one) || counts.containsKey(other);
  }

  private static void appendInput(StringBuilder json, TokenUsage usage, @Nullable String model) {
    if (usage.input() < 0) {
      return;
    }
    long read = Math.min(usage.input(), Math.max(0, usage.cacheRead()));
    long room = usage.input() - read;
    boolean writesApart = Buckets.of(model).cacheWrites();
    long hour = writesApart ? Math.min(room, Math.max(0, usage.cacheWrite1h())) : 0;
    long short5 = writesApart ? Math.min(room - hour, Math.max(0, usage.cacheWrite5m())) : 0;
    append(json, "input", room - hour - short5);
    appendIfAny(json, "input_cached_tokens", read);
    appendIfAny(json, "input_cache_creation", short5);
    appendIfAny(json, "input_cache_creation_1h", hour);
  }

  private static void appendOutput(StringBuilder json, TokenUsage usage, @Nullable String model) {
    if (usage.output() < 0) {
      return;
    }
    long reasoning = Buckets.of(model).reasoning()
        ? Math.min(usage.output(), Math.max(0, usage.reasoning()))
        : 0;
    append(json, "output", usage.output() - reasoning);
    appendIfAny(json, "output_reasoning_tokens", reasoning);
  }

  private static void appendIfAny(StringBuilder json, String bucket, long tokens) {
    if (tokens > 0) {
      append(json, bucket, tokens);
    }
  }

  private static void append(StringBuilder json, String bucket, long tokens) {
    if (json.length() > 1) {
      json.append(',');
    }
    json.append('"').append(bucket).append("\":").append(tokens);
  }

  /** Which buckets of its own a model has; found once for each name. */
  private record Buckets(boolean reasoning, boolean cacheWrites) {
    private static final int LIMIT = 1000;
    private static final Buckets OF_UNKNOWN = new Buckets(false, true);
    private static final Map<String, Buckets> KNOWN = new ConcurrentHashMap<>();

    static Buckets of(@Nullable String model) {
      if (model == null) {
        return OF_UNKNOWN;
      }
      Buckets known = KNOWN.get(model);
      if (known == null) {
        known = new Buckets(
            PRICED_REASONING.matcher(model).matches(),
            !UNPRICED_CACHE_WRITE.matcher(model).matches());
        if (KNOWN.size() < LIMIT) {
          KNOWN.put(model, known);
        }
      }
      return known;
    }
  }

  private UsageDetails() {}
}
