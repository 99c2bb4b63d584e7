// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static java.util.Objects.requireNonNull;

import dev.spoor.cost.CostCalculator;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds a {@link GenAiCostExporter}. Not safe for use by many threads. */
public final class GenAiCostExporterBuilder {
  private final SpanExporter delegate;
  private @Nullable CostCalculator calculator;
  private Predicate<String> uncachedInput = ForeignCalls::readsUncached;

  GenAiCostExporterBuilder(SpanExporter delegate) {
    this.delegate = delegate;
  }

  /** Sets what prices the calls. Default: {@link CostCalculator#create()}. */
  public GenAiCostExporterBuilder setCostCalculator(CostCalculator calculator) {
    this.calculator = requireNonNull(calculator, "calculator");
    return this;
  }

  /**
   * Sets which instrumentation scopes hand on the provider's own count of input, which leaves
   * cached tokens out where Anthropic or Bedrock counted. Default: those that begin with
   * {@code org.springframework.} or {@code dev.langchain4j}.
   */
  public GenAiCostExporterBuilder setUncachedInput(Predicate<String> scope) {
    this.uncachedInput = requireNonNull(scope, "scope");
    return this;
  }

  /** Returns the exporter. */
  public GenAiCostExporter build() {
    return new GenAiCostExporter(
        delegate, calculator == null ? CostCalculator.create() : calculator, uncachedInput);
  }
}
