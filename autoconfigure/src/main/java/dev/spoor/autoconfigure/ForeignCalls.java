// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.cost.TokenUsage;
import dev.spoor.semconv.GenAiSpanReader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognises model calls that other instrumentations recorded, and reads what they used.
 * Thread-safe.
 */
final class ForeignCalls {
  static final String OWN_SCOPE = "dev.spoor";

  /** Writers whose input count leaves out what came from the cache and went into it. */
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
    TokenUsage usage =
        uncachedInput.test(scope) ? inclusive(attributes, reader.usage()) : reader.usage();
    return new ForeignCall(model, reader.provider(), usage, reader.cost() != null);
  }

  private static boolean hasSign(Attributes attributes) {
    for (AttributeKey<?> sign : SIGNS) {
      if (attributes.get(sign) != null) {
        return true;
      }
    }
    return false;
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

  /** A model call of another instrumentation. */
  record ForeignCall(String model, @Nullable String provider, TokenUsage usage, boolean priced) {}
}
