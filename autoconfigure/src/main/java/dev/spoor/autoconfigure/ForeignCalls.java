// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.cost.CostRequest;
import dev.spoor.cost.TokenUsage;
import dev.spoor.semconv.GenAiSpanReader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognises model calls that other instrumentations recorded, and reads what they used.
 * Thread-safe.
 */
final class ForeignCalls {
  static final String OWN_SCOPE = "dev.spoor";

  /**
   * Writers that hand on the provider's own counts, where the conventions ask for inclusive ones.
   */
  static final List<String> UNCACHED_INPUT = List.of("org.springframework.", "dev.langchain4j");

  private static final Set<String> MODEL_CALLS =
      Set.of("chat", "text_completion", "generate_content", "embeddings");

  /** One of these is on every model call, in the old spelling or the new. */
  private static final List<AttributeKey<?>> SIGNS = List.of(
      AttributeKey.longKey("gen_ai.usage.input_tokens"),
      AttributeKey.longKey("gen_ai.usage.output_tokens"),
      AttributeKey.longKey("gen_ai.usage.prompt_tokens"),
      AttributeKey.longKey("gen_ai.usage.completion_tokens"),
      AttributeKey.longKey("llm.token_count.prompt"));

  /** The tier that served the call, in the new spelling and the old. */
  private static final List<AttributeKey<String>> SERVICE_TIERS = List.of(
      AttributeKey.stringKey("openai.response.service_tier"),
      AttributeKey.stringKey("gen_ai.openai.response.service_tier"));

  private final Predicate<String> uncachedInput;

  ForeignCalls(Predicate<String> uncachedInput) {
    this.uncachedInput = uncachedInput;
  }

  static boolean readsUncached(String scope) {
    return UNCACHED_INPUT.stream().anyMatch(scope::startsWith);
  }

  /**
   * Returns the call that a span of {@code scope} records, or null if it records none that is
   * foreign.
   */
  @Nullable ForeignCall read(String scope, Attributes attributes) {
    if (scope.equals(OWN_SCOPE) || !hasSign(attributes)) {
      return null;
    }
    GenAiSpanReader reader = new GenAiSpanReader().read(attributes);
    String operation = reader.operation();
    String model = reader.model();
    boolean otherOperation = operation != null && !MODEL_CALLS.contains(operation);
    if (model == null || !reader.hasUsage() || otherOperation) {
      return null;
    }
    TokenUsage usage = uncachedInput.test(scope) && countsCacheApart(reader.provider(), model)
        ? inclusive(attributes, reader.usage())
        : reader.usage();
    return new ForeignCall(
        CostRequest.builder(model, usage)
            .setProvider(reader.provider())
            .setServiceTier(serviceTier(attributes))
            .build(),
        reader.cost() != null);
  }

  private static boolean hasSign(Attributes attributes) {
    for (AttributeKey<?> sign : SIGNS) {
      if (attributes.get(sign) != null) {
        return true;
      }
    }
    return false;
  }

  /** Anthropic and Bedrock count cached input apart; OpenAI, Google and the rest count it in. */
  private static boolean countsCacheApart(@Nullable String provider, String model) {
    String told = provider == null ? "" : provider.toLowerCase(Locale.ROOT);
    return told.contains("anthropic")
        || told.contains("bedrock")
        || model.toLowerCase(Locale.ROOT).contains("claude");
  }

  /** The reader has added the cache only where it could tell; here it is known to be left out. */
  private static TokenUsage inclusive(Attributes attributes, TokenUsage read) {
    Long told = attributes.get(AttributeKey.longKey("gen_ai.usage.input_tokens"));
    if (told == null) {
      return read;
    }
    long cached = Math.max(0, read.cacheRead()) + Math.max(0, read.cacheWrite());
    return read.toBuilder().setInput(told + cached).buildClamped();
  }

  private static @Nullable String serviceTier(Attributes attributes) {
    for (AttributeKey<String> key : SERVICE_TIERS) {
      String tier = attributes.get(key);
      if (tier != null) {
        return tier;
      }
    }
    return null;
  }

  /**
   * A model call of another instrumentation.
   *
   * @param priced whether its span tells a cost
   */
  record ForeignCall(CostRequest request, boolean priced) {}
}
