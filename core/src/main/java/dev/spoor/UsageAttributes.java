// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;

/** Writes usage and cost to a generation's span, the one place where backends look for them. */
final class UsageAttributes {
  /** {@code picos} is the cost in pico-dollars, or less than 0 if it is not known. */
  static void write(Span span, TokenUsage usage, long picos) {
    write(span, GenAi.USAGE_INPUT, usage.input());
    write(span, GenAi.USAGE_OUTPUT, usage.output());
    // 0 says no more than absence here, and every attribute takes room.
    writePositive(span, GenAi.USAGE_CACHE_READ, usage.cacheRead());
    writePositive(span, GenAi.USAGE_CACHE_CREATION, usage.cacheWrite());
    writePositive(span, GenAi.USAGE_REASONING, usage.reasoning());
    if (picos >= 0) {
      span.setAttribute(GenAi.USAGE_COST, Price.dollars(picos));
    }
  }

  private static void write(Span span, AttributeKey<Long> key, long count) {
    if (count >= 0) {
      span.setAttribute(key, count);
    }
  }

  private static void writePositive(Span span, AttributeKey<Long> key, long count) {
    if (count > 0) {
      span.setAttribute(key, count);
    }
  }

  private UsageAttributes() {}
}
