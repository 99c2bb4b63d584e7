// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the usage of Anthropic's Messages API: input tokens without the cache. */
final class AnthropicUsage {
  private AnthropicUsage() {}

  static TokenUsage read(@Nullable Map<String, ?> usage) {
    var fields = new UsageFields(usage);
    var writes = CacheWrites.of(
        fields,
        fields.count("cache_creation_input_tokens"),
        fields.object("cache_creation").count("ephemeral_5m_input_tokens"),
        fields.object("cache_creation").count("ephemeral_1h_input_tokens"));
    long cacheRead = fields.count("cache_read_input_tokens");
    var tools = fields.object("server_tool_use");
    return fields.build(TokenUsage.builder()
        .setInput(writes.inclusive(fields.count("input_tokens"), cacheRead))
        .setOutput(fields.count("output_tokens"))
        .setCacheRead(cacheRead)
        .setCacheWrite5m(writes.fiveMinutes())
        .setCacheWrite1h(writes.oneHour())
        .setReasoning(fields.object("output_tokens_details").count("thinking_tokens"))
        .setWebSearches(tools.count("web_search_requests")));
  }
}
