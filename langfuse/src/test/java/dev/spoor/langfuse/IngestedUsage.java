// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How Langfuse's server counts: what it takes for a token bucket, and what it adds up. */
final class IngestedUsage {
  private static final String OWN = "langfuse.observation.usage_details";
  private static final String SEMCONV = "gen_ai.usage.";

  static Map<String, Long> of(Map<String, Object> attributes) {
    Object own = attributes.get(OWN);
    Map<String, Long> usage = own != null && Json.parse("" + own) instanceof Map<?, ?> map
        ? told(Ingestion.named(map))
        : semconv(attributes);
    if (!usage.isEmpty()) {
      usage.putIfAbsent(
          "total", usage.values().stream().mapToLong(Long::longValue).sum());
    }
    return usage;
  }

  private static Map<String, Long> told(Map<String, Object> told) {
    for (String input : Set.of("prompt_tokens", "input_tokens")) {
      String output = input.equals("prompt_tokens") ? "completion_tokens" : "output_tokens";
      // Strict: one key more or less and the names stay as they are, without a price.
      if (told.keySet().equals(Set.of(input, output, "total_tokens"))) {
        return counts(Map.of(
            "input", number(told, input),
            "output", number(told, output),
            "total", number(told, "total_tokens")));
      }
    }
    return counts(told);
  }

  private static Map<String, Long> counts(Map<String, Object> values) {
    Map<String, Long> counts = new LinkedHashMap<>();
    values.forEach((key, value) -> {
      Double count = value instanceof Double number
          ? number
          : value.toString().matches("[0-9]+") ? Double.valueOf(value.toString()) : null;
      if (count != null && count >= 0 && count == Math.rint(count)) {
        counts.put(key, count.longValue());
      }
    });
    return counts;
  }

  private static Map<String, Long> semconv(Map<String, Object> attributes) {
    Map<String, Object> found = new LinkedHashMap<>();
    attributes.forEach((key, value) -> {
      if (key.startsWith(SEMCONV) && !key.equals("gen_ai.usage.cost")) {
        found.put(key.substring(SEMCONV.length()), value);
      }
    });
    if (found.isEmpty()) {
      return new LinkedHashMap<>();
    }
    double read = number(found, "cache_read.input_tokens");
    double write = number(found, "cache_creation.input_tokens");
    double reasoning = number(found, "reasoning.output_tokens");
    Map<String, Object> buckets = new LinkedHashMap<>();
    buckets.put("input", Math.max(0, number(found, "input_tokens") - read - write));
    buckets.put("output", Math.max(0, number(found, "output_tokens") - reasoning));
    buckets.put("input_cached_tokens", read);
    buckets.put("input_cache_creation", write);
    buckets.put("output_reasoning_tokens", reasoning);
    buckets.values().removeIf(count -> count.equals(0.0));
    return counts(buckets);
  }

  private static double number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Double number ? number : 0;
  }

  /** Returns the total, which is the sum of nothing else than input and output; else null. */
  static @Nullable Object total(Map<String, Object> cost) {
    if (cost.isEmpty() || cost.containsKey("total")) {
      return cost.get("total");
    }
    return Set.of("input", "output").containsAll(cost.keySet())
        ? cost.values().stream()
            .map(value -> new BigDecimal(value.toString()))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .doubleValue()
        : null;
  }

  private IngestedUsage() {}
}
