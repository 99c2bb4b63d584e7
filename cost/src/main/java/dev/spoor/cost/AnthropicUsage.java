// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage of Anthropic's Messages API: input tokens without the cache. Where it lists
 * iterations, as after a compaction, their sum is what is billed, and the counts beside them are
 * those of the last.
 */
final class AnthropicUsage {
  private AnthropicUsage() {}

  static TokenUsage read(@Nullable Map<String, ?> usage) {
    var fields = new UsageFields(usage);
    var iterations = iterations(fields);
    var counts = iterations == null ? counts(fields) : iterations;
    return fields.build(counts
        .setReasoning(fields.object("output_tokens_details").count("thinking_tokens"))
        .setWebSearches(fields.object("server_tool_use").count("web_search_requests")));
  }

  /** Returns the sum of the iterations, or null if there are none that tell input and output. */
  private static @Nullable TokenUsageBuilder iterations(UsageFields fields) {
    TokenUsage sum = TokenUsage.builder().build();
    for (UsageFields iteration : fields.objects("iterations")) {
      sum = sum.plus(counts(iteration).buildClamped());
    }
    if (sum.input() < 0 || sum.output() < 0) {
      return null;
    }
    return TokenUsage.builder()
        .setInput(sum.input())
        .setOutput(sum.output())
        .setCacheRead(sum.cacheRead())
        .setCacheWrite5m(sum.cacheWrite5m())
        .setCacheWrite1h(sum.cacheWrite1h());
  }

  private static TokenUsageBuilder counts(UsageFields fields) {
    var writes = CacheWrites.of(
        fields,
        fields.count("cache_creation_input_tokens"),
        fields.object("cache_creation").count("ephemeral_5m_input_tokens"),
        fields.object("cache_creation").count("ephemeral_1h_input_tokens"));
    long cacheRead = fields.count("cache_read_input_tokens");
    return TokenUsage.builder()
        .setInput(writes.inclusive(fields.count("input_tokens"), cacheRead))
        .setOutput(fields.count("output_tokens"))
        .setCacheRead(cacheRead)
        .setCacheWrite5m(writes.fiveMinutes())
        .setCacheWrite1h(writes.oneHour());
  }
}
