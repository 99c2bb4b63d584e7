// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.ModelPrice;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/** What is cached for one model of one provider: its span name and its metric attributes. */
final class ModelNames {
  final String model;
  final String provider;
  final String spanName;
  /** The price of a request, and of the sum of several. */
  final ModelPrice price;

  final ModelPrice sumPrice;
  final Attributes inputTokens;
  final Attributes outputTokens;
  final Attributes cacheReadTokens;
  final Attributes cacheWriteTokens;
  final Attributes inputCost;
  final Attributes outputCost;
  final Attributes cacheReadCost;
  final Attributes cacheWriteCost;
  final Attributes toolCost;
  final Attributes reportedCost;
  final Attributes operation;
  final Attributes inputUsage;
  final Attributes outputUsage;
  private final BoundedNames<String, Attributes> failures;

  /** Caches under {@code label}, which is the model's own name or {@code _OTHER}. */
  ModelNames(String model, String provider, String label, ModelPrice price) {
    this.model = model;
    this.price = price;
    sumPrice = price.ofSums();
    this.provider = provider;
    spanName = GenAi.CHAT + ' ' + model;
    inputTokens = tokens(label, "input");
    outputTokens = tokens(label, "output");
    cacheReadTokens = tokens(label, "cache_read");
    cacheWriteTokens = tokens(label, "cache_write");
    inputCost = cost(label, "input", "computed");
    outputCost = cost(label, "output", "computed");
    cacheReadCost = cost(label, "cache_read", "computed");
    cacheWriteCost = cost(label, "cache_write", "computed");
    toolCost = cost(label, "tool", "computed");
    reportedCost = cost(label, "unsplit", "reported");
    operation = operation(label, provider).build();
    inputUsage = operation(label, provider).put(GenAi.TOKEN_TYPE, "input").build();
    outputUsage = operation(label, provider).put(GenAi.TOKEN_TYPE, "output").build();
    failures = new BoundedNames<>(
        20,
        type -> operation(label, provider).put(GenAi.ERROR_TYPE, type).build(),
        type -> operation(label, provider).put(GenAi.ERROR_TYPE, GenAi.OTHER).build());
  }

  /**
   * Returns the attributes of a kind of token in the {@link ModelLedger}; null for what is part of
   * another kind.
   */
  @Nullable Attributes tokens(int kind) {
    return switch (kind) {
      case ModelLedger.INPUT -> inputTokens;
      case ModelLedger.OUTPUT -> outputTokens;
      case ModelLedger.CACHE_READ -> cacheReadTokens;
      case ModelLedger.CACHE_WRITE_5M, ModelLedger.CACHE_WRITE_1H -> cacheWriteTokens;
      default -> null;
    };
  }

  Attributes operation(@Nullable String errorType) {
    return errorType == null ? operation : failures.get(errorType);
  }

  private static Attributes tokens(String label, String type) {
    return Attributes.of(GenAi.METRIC_MODEL, label, GenAi.METRIC_TYPE, type);
  }

  private static Attributes cost(String label, String type, String source) {
    return Attributes.of(
        GenAi.METRIC_MODEL, label, GenAi.METRIC_TYPE, type, GenAi.METRIC_SOURCE, source);
  }

  private static AttributesBuilder operation(String label, String provider) {
    return Attributes.builder()
        .put(GenAi.OPERATION_NAME, GenAi.CHAT)
        .put(GenAi.PROVIDER_NAME, provider)
        .put(GenAi.REQUEST_MODEL, label);
  }
}
