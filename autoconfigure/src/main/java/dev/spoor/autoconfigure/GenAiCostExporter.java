// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static java.util.Objects.requireNonNull;

import dev.spoor.cost.Cost;
import dev.spoor.cost.CostCalculator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Adds {@code gen_ai.usage.cost}, in US dollars, to model calls that other instrumentations
 * recorded, on the export thread, and passes all spans on. The spans themselves are not changed. A
 * span that has a cost, or whose model has no known price, passes as it is. Safe for use by many
 * threads.
 *
 * <p>The GenAI conventions count cached tokens as part of the input; Spring AI and LangChain4j hand
 * on the provider's count, which leaves them out where Anthropic or Bedrock counted. Spans whose
 * scope begins with {@code org.springframework.} or {@code dev.langchain4j} are read that way; name
 * others with {@link GenAiCostExporterBuilder#setUncachedInput}. From any writer, a cache larger
 * than the input shows that it was left out.
 *
 * <pre>{@code
 * SpanExporter exporter = GenAiCostExporter.create(OtlpHttpSpanExporter.getDefault());
 * }</pre>
 */
public final class GenAiCostExporter implements SpanExporter {
  private static final AttributeKey<Double> COST = AttributeKey.doubleKey("gen_ai.usage.cost");

  private final SpanExporter delegate;
  private final CostCalculator calculator;
  private final ForeignCalls calls;

  /**
   * Returns an exporter that prices by the shipped table and passes spans on to {@code delegate}.
   */
  public static GenAiCostExporter create(SpanExporter delegate) {
    return builder(delegate).build();
  }

  /** Returns a builder of an exporter that passes spans on to {@code delegate}. */
  public static GenAiCostExporterBuilder builder(SpanExporter delegate) {
    return new GenAiCostExporterBuilder(requireNonNull(delegate, "delegate"));
  }

  GenAiCostExporter(
      SpanExporter delegate, CostCalculator calculator, Predicate<String> uncachedInput) {
    this.delegate = delegate;
    this.calculator = calculator;
    calls = new ForeignCalls(uncachedInput);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    List<SpanData> priced = new ArrayList<>(spans.size());
    for (SpanData span : spans) {
      priced.add(price(span));
    }
    return delegate.export(priced);
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return delegate.shutdown();
  }

  private SpanData price(SpanData span) {
    var call = calls.read(span.getInstrumentationScopeInfo().getName(), span.getAttributes());
    if (call == null || call.priced()) {
      return span;
    }
    Cost cost = calculator.cost(call.request());
    BigDecimal total = cost.total();
    return total == null ? span : new PricedSpan(span, total.doubleValue());
  }

  /** A span with one attribute more. */
  private static final class PricedSpan extends DelegatingSpanData {
    private final Attributes attributes;

    PricedSpan(SpanData span, double cost) {
      super(span);
      attributes = span.getAttributes().toBuilder().put(COST, cost).build();
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
      return super.getTotalAttributeCount() + 1;
    }
  }
}
