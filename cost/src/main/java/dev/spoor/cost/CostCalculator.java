// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an agent used into money. Immutable and safe for use by many threads; make one and
 * keep it.
 *
 * <pre>{@code
 * CostCalculator calculator = CostCalculator.create();
 * Cost cost = calculator.cost("claude-sonnet-4-5", usage);
 * BigDecimal dollars = cost.total(); // null if the model is not known, never 0
 * }</pre>
 *
 * <p>Amounts are exact: they are computed from decimal prices and never rounded. A model is found
 * under any of its spellings, or not at all.
 */
public final class CostCalculator {
  /** More names than a host uses, and few enough to hold. */
  private static final int MAX_REMEMBERED = 2_000;

  private final PriceCatalog catalog;
  private final InstantSource clock;
  private final ConcurrentMap<String, ModelPrice> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<Query, ModelPrice> byQuery = new ConcurrentHashMap<>();
  private final AtomicInteger remembered = new AtomicInteger();

  private record Query(
      String model,
      @Nullable String provider,
      String tier,
      @Nullable String speed,
      @Nullable String region) {}

  /**
   * Returns a calculator with the shipped prices, and those of the file that {@code SPOOR_PRICES}
   * names above them.
   *
   * @throws IllegalArgumentException if that file cannot be read
   */
  public static CostCalculator create() {
    return builder().build();
  }

  /** Returns a builder of a calculator. */
  public static CostCalculatorBuilder builder() {
    return new CostCalculatorBuilder();
  }

  CostCalculator(PriceCatalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Returns the prices that this calculator takes. */
  public PriceCatalog catalog() {
    return catalog;
  }

  /** Returns what {@code usage} of {@code model} costs at today's standard price. */
  public Cost cost(String model, TokenUsage usage) {
    return price(model).cost(requireNonNull(usage, "usage"));
  }

  /** Returns what {@code request} costs. */
  public Cost cost(CostRequest request) {
    ModelPrice price = price(request);
    return request.time() == null
        ? price.cost(request.usage())
        : price.cost(request.usage(), request.time());
  }

  /**
   * Returns what {@code usage} of {@code model} costs at today's standard price, in millionths of a
   * millionth of a dollar, or {@link ModelPrice#UNKNOWN_AMOUNT} where {@link #cost(String,
   * TokenUsage)} has to be asked. Does not allocate once the name was seen.
   */
  public long picoDollars(String model, TokenUsage usage) {
    return price(model).picoDollars(usage);
  }

  /** Returns the price of {@code model} in the standard tier, sold by who its name tells. */
  public ModelPrice price(String model) {
    ModelPrice known = byName.get(requireNonNull(model, "model"));
    return known == null ? remember(model) : known;
  }

  /** Returns the price of {@code model} in the standard tier, sold by {@code provider}. */
  public ModelPrice price(@Nullable String provider, String model) {
    return provider == null
        ? price(model)
        : price(new Query(model, provider, Price.STANDARD, null, null));
  }

  /** Returns the price on the terms of {@code request}, whatever its usage and time. */
  public ModelPrice price(CostRequest request) {
    String region = Terms.isGlobalRegion(request.region()) ? null : Terms.word(request.region());
    return price(new Query(
        request.model(), request.provider(), Terms.tier(request), Terms.speed(request), region));
  }

  private ModelPrice price(Query query) {
    ModelPrice known = byQuery.get(query);
    if (known != null) {
      return known;
    }
    ModelPrice price = find(query);
    if (remembered.get() < MAX_REMEMBERED && byQuery.putIfAbsent(query, price) == null) {
      remembered.incrementAndGet();
    }
    return price;
  }

  private ModelPrice remember(String model) {
    ModelPrice price = find(new Query(model, null, Price.STANDARD, null, null));
    if (remembered.get() < MAX_REMEMBERED && byName.putIfAbsent(model, price) == null) {
      remembered.incrementAndGet();
    }
    return price;
  }

  private ModelPrice find(Query query) {
    var found = catalog.resolver().resolve(query.provider(), query.model(), query.region());
    ModelEntry entry = found.entry();
    if (entry == null) {
      return new ModelPrice(found.reason(), clock);
    }
    String speed = found.speed() == null ? query.speed() : found.speed();
    var seller = found.seller();
    var terms = new PriceTerms(
        query.tier(),
        speed,
        Terms.region(entry.provider, found.region()),
        seller == null ? Map.of() : seller.regions());
    List<PriceWindow> windows = terms.windows(entry);
    return new ModelPrice(entry, windows, clock);
  }
}
