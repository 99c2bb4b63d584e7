// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;

/** Writes usage on a span as the GenAI conventions ask, so that every backend reads it. */
final class UsageAttributes {
  private static final AttributeKey<Long> INPUT = key("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT = key("gen_ai.usage.output_tokens");
  private static final AttributeKey<Long> CACHE_READ = key("gen_ai.usage.cache_read.input_tokens");
  private static final AttributeKey<Long> CACHE_WRITE =
      key("gen_ai.usage.cache_creation.input_tokens");
  private static final AttributeKey<Long> REASONING = key("gen_ai.usage.reasoning.output_tokens");

  static void write(TokenUsage usage, Span span) {
    put(span, INPUT, usage.input());
    put(span, OUTPUT, usage.output());
    put(span, CACHE_READ, usage.cacheRead());
    put(span, CACHE_WRITE, usage.cacheWrite());
    put(span, REASONING, usage.reasoning());
  }

  private static void put(Span span, AttributeKey<Long> key, long count) {
    if (count >= 0) {
      span.setAttribute(key, count);
    }
  }

  private static AttributeKey<Long> key(String name) {
    return AttributeKey.longKey(name);
  }

  private UsageAttributes() {}
}
