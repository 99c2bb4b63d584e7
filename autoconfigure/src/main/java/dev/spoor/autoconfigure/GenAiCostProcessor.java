// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static java.util.Objects.requireNonNull;

import dev.spoor.cost.CostCalculator;
import dev.spoor.cost.CostPart;
import dev.spoor.cost.ModelPrice;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the tokens and the cost of model calls that other instrumentations recorded, in the same
 * {@code agent.tokens} and {@code agent.cost.usd} as our own. A call inside one of our runs is left
 * to that run, so nothing is counted twice. Safe for use by many threads; never throws.
 */
public final class GenAiCostProcessor implements SpanProcessor {
  private static final Logger logger = LoggerFactory.getLogger(GenAiCostProcessor.class);

  /** Open spans within our runs that are remembered; beyond it a call may be counted twice. */
  private static final int MAX_INSIDE = 10_000;

  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("model");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("type");
  private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("source");

  private final CostCalculator calculator;
  private final ForeignCalls calls = new ForeignCalls(ForeignCalls::readsUncached);
  private final Supplier<MeterProvider> meters;
  private volatile @Nullable ForeignCounters counters;
  private final Set<String> inside = ConcurrentHashMap.newKeySet();
  private volatile boolean warned;

  /** Returns a processor that prices by the shipped table and counts in {@code meters}. */
  public static GenAiCostProcessor create(MeterProvider meters) {
    return create(meters, CostCalculator.create());
  }

  /** Returns a processor that prices by {@code calculator} and counts in {@code meters}. */
  public static GenAiCostProcessor create(MeterProvider meters, CostCalculator calculator) {
    requireNonNull(meters, "meters");
    return create(() -> meters, calculator);
  }

  /** Asks for the meters when the first call is counted: they may come after the processor. */
  static GenAiCostProcessor create(Supplier<MeterProvider> meters, CostCalculator calculator) {
    return new GenAiCostProcessor(meters, requireNonNull(calculator, "calculator"));
  }

  private GenAiCostProcessor(Supplier<MeterProvider> meters, CostCalculator calculator) {
    this.meters = meters;
    this.calculator = calculator;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    boolean ours = span.getInstrumentationScopeInfo().getName().equals(ForeignCalls.OWN_SCOPE);
    if (!ours && isInside(Span.fromContext(parentContext)) && inside.size() < MAX_INSIDE) {
      inside.add(span.getSpanContext().getSpanId());
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    try {
      boolean counted = inside.remove(span.getSpanContext().getSpanId());
      if (!counted) {
        count(span);
      }
    } catch (RuntimeException e) {
      if (!warned) {
        warned = true;
        logger.warn("A span's usage could not be counted ({})", e.getClass().getName());
      }
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private boolean isInside(Span parent) {
    return parent instanceof ReadableSpan readable
        && (readable.getInstrumentationScopeInfo().getName().equals(ForeignCalls.OWN_SCOPE)
            || inside.contains(parent.getSpanContext().getSpanId()));
  }

  private void count(ReadableSpan span) {
    var call = calls.read(span.getInstrumentationScopeInfo().getName(), span.getAttributes());
    if (call == null) {
      return;
    }
    ModelPrice price = calculator.price(call.request());
    ForeignCounters to = counters();
    // A name that nobody knows is one of any number: it does not become a series of its own.
    String known = price.model();
    String model = known == null ? "_OTHER" : known;
    TokenUsage usage = call.request().usage();
    count(to, model, "input", usage.uncachedInput());
    count(to, model, "output", usage.output());
    count(to, model, "cache_read", usage.cacheRead());
    count(to, model, "cache_write", usage.cacheWrite());
    for (CostPart part : CostPart.values()) {
      double dollars = price.isKnown() ? price.dollars(part, usage) : 0;
      if (dollars > 0) {
        to.cost.add(dollars, Attributes.of(MODEL, model, TYPE, part.label(), SOURCE, "computed"));
      }
    }
  }

  private ForeignCounters counters() {
    ForeignCounters known = counters;
    if (known == null) {
      // Two threads may make the same instruments: the SDK knows them for one.
      known = new ForeignCounters(meters.get().get(ForeignCalls.OWN_SCOPE));
      counters = known;
    }
    return known;
  }

  private static void count(ForeignCounters to, String model, String type, long amount) {
    if (amount > 0) {
      to.tokens.add(amount, Attributes.of(MODEL, model, TYPE, type));
    }
  }
}
