// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.cost.Cost;
import dev.spoor.cost.CostCalculator;
import dev.spoor.cost.CostRequest;
import dev.spoor.cost.TokenUsage;
import dev.spoor.semconv.GenAiSpanReader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a call cost, in US dollars, exactly and always with its total: Langfuse adds up
 * nothing itself. A cost that the span tells is believed; else it is computed, so that spans of
 * other libraries have one too. What is not known is not told, and Langfuse prices it itself. For
 * one thread.
 */
final class CostDetails {
  private static final AttributeKey<String> TIER =
      AttributeKey.stringKey("openai.response.service_tier");
  private static final AttributeKey<String> OLD_TIER =
      AttributeKey.stringKey("gen_ai.openai.response.service_tier");

  private final CostCalculator prices = CostCalculator.create();
  private final StringBuilder json = new StringBuilder(160);

  /** Returns the cost as a JSON object, or null if it is not known. */
  @Nullable String of(GenAiSpanReader span, TokenUsage usage, Attributes attributes, long epochNanos) {
    BigDecimal told = span.cost();
    Cost computed = compute(span, usage, attributes, epochNanos);
    BigDecimal total = computed == null ? null : computed.total();
    if (told == null) {
      return computed == null || total == null ? null : split(computed, total);
    }
    // A double on the span may be a digit off the exact sum.
    return computed != null && total != null && total.doubleValue() == told.doubleValue()
        ? split(computed, total)
        : "{\"total\":" + told.toPlainString() + "}";
  }

  private @Nullable Cost compute(
      GenAiSpanReader span, TokenUsage usage, Attributes attributes, long epochNanos) {
    String model = span.model();
    if (model == null || usage.input() < 0 || usage.output() < 0) {
      return null;
    }
    String tier = attributes.get(TIER);
    return prices.cost(CostRequest.builder(model, usage)
        .setProvider(span.provider())
        .setTime(Instant.ofEpochSecond(0, epochNanos))
        .setServiceTier(tier == null ? attributes.get(OLD_TIER) : tier)
        .build());
  }

  private String split(Cost cost, BigDecimal total) {
    json.setLength(0);
    json.append('{');
    append("input", cost.input());
    append("input_cached_tokens", cost.cacheRead());
    append("input_cache_creation", cost.cacheWrite());
    append("output", cost.output());
    append("tool", cost.tool());
    return json.append("\"total\":").append(total.toPlainString()).append('}').toString();
  }

  private void append(String bucket, @Nullable BigDecimal amount) {
    if (amount != null && amount.signum() > 0) {
      json.append('"')
          .append(bucket)
          .append("\":")
          .append(amount.toPlainString())
          .append(',');
    }
  }
}
