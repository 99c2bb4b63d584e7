// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the usage of Bedrock's Converse API: input tokens without the cache. */
final class BedrockUsage {
  private BedrockUsage() {}

  static TokenUsage read(@Nullable Map<String, ?> usage) {
    var fields = new UsageFields(usage);
    var writes = CacheWrites.of(
        fields,
        fields.count("cacheWriteInputTokens", "cacheWriteInputTokenCount"),
        writesWithLifetime(fields, "5m"),
        writesWithLifetime(fields, "1h"));
    long cacheRead = fields.count("cacheReadInputTokens", "cacheReadInputTokenCount");
    return fields.build(TokenUsage.builder()
        .setInput(writes.inclusive(fields.count("inputTokens"), cacheRead))
        .setOutput(fields.count("outputTokens"))
        .setCacheRead(cacheRead)
        .setCacheWrite5m(writes.fiveMinutes())
        .setCacheWrite1h(writes.oneHour()));
  }

  private static long writesWithLifetime(UsageFields fields, String lifetime) {
    long writes = TokenUsage.UNKNOWN;
    for (UsageFields detail : fields.objects("cacheDetails")) {
      if (detail.text("ttl").equals(lifetime)) {
        writes = TokenCounts.sum(writes, detail.count("inputTokens"));
      }
    }
    return writes;
  }
}
