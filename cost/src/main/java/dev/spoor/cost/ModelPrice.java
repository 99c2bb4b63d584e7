// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs at a seller on given terms, through time. Immutable and safe for use by many
 * threads; get it once for a model, from {@link CostCalculator#price(String)}, and keep it.
 *
 * <p>{@link #cost} gives exact amounts. {@link #picoDollars} and {@link #dollars} give the same
 * without allocation, for counters that move often.
 */
public final class ModelPrice {
  /** The amount of a cost that is not known, or does not fit into a {@code long} exactly. */
  public static final long UNKNOWN_AMOUNT = Rates.INEXACT;

  private static final double PICOS_OF_A_DOLLAR = 1e12;

  private final @Nullable ModelEntry entry;
  private final @Nullable String reason;
  private final PriceWindow[] windows;
  /** The first window if it holds at any time: then the clock, which is slow, is not asked. */
  private final @Nullable PriceWindow always;

  private final InstantSource clock;

  ModelPrice(ModelEntry entry, List<PriceWindow> windows, InstantSource clock) {
    this.entry = entry;
    this.reason = null;
    this.windows = windows.toArray(new PriceWindow[0]);
    boolean isAlways = !windows.isEmpty() && windows.get(0).holdsAlways();
    always = isAlways ? this.windows[0] : null;
    this.clock = clock;
  }

  ModelPrice(String reason, InstantSource clock) {
    this.entry = null;
    this.reason = reason;
    this.windows = new PriceWindow[0];
    always = null;
    this.clock = clock;
  }

  /**
   * Returns this price without what a long context adds, for the sum of several requests: the size
   * of a sum says nothing of the size of a request.
   */
  public ModelPrice ofSums() {
    if (entry == null) {
      return this;
    }
    return new ModelPrice(
        entry, Arrays.stream(windows).map(PriceWindow::withoutTiers).toList(), clock);
  }

  /** Returns whether the model was found in the catalogue. */
  public boolean isKnown() {
    return entry != null;
  }

  /** Returns why the model was not found, or null if it was. */
  public @Nullable String reason() {
    return reason;
  }

  /** Returns the seller whose price is taken, or null if the model was not found. */
  public @Nullable String provider() {
    return entry == null ? null : entry.provider;
  }

  /** Returns the catalogue's name of the model, or null if it was not found. */
  public @Nullable String model() {
    return entry == null ? null : entry.model;
  }

  /** Returns the version of the price table, or null if the model was not found. */
  public @Nullable String priceVersion() {
    return entry == null ? null : entry.version;
  }

  /** Returns the cost of {@code usage} at today's price. */
  public Cost cost(TokenUsage usage) {
    return cost(usage, clock.millis());
  }

  /** Returns the cost of {@code usage} at the price of {@code time}. */
  public Cost cost(TokenUsage usage, Instant time) {
    return cost(usage, millis(time));
  }

  /** Instants beyond a long's milliseconds are as good as its ends. */
  private static long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return time.isAfter(Instant.EPOCH) ? Long.MAX_VALUE - 1 : Long.MIN_VALUE;
    }
  }

  /**
   * Returns the cost of {@code usage} now in millionths of a millionth of a dollar, or
   * {@link #UNKNOWN_AMOUNT} where {@link #cost} has to be asked. Does not allocate.
   */
  public long picoDollars(TokenUsage usage) {
    Rates rates = rates(usage);
    return rates == null ? UNKNOWN_AMOUNT : rates.picos(usage);
  }

  /**
   * Returns the cost of one part of {@code usage} now in millionths of a millionth of a dollar, or
   * {@link #UNKNOWN_AMOUNT} where {@link #cost} has to be asked. Does not allocate.
   */
  public long picoDollars(CostPart part, TokenUsage usage) {
    Rates rates = rates(usage);
    return rates == null ? UNKNOWN_AMOUNT : rates.picos(part, usage);
  }

  /**
   * Returns the cost of one part of {@code usage} now in dollars, as the nearest double, or
   * {@code NaN} if it is not known. Does not allocate, but for amounts of millions.
   */
  public double dollars(CostPart part, TokenUsage usage) {
    long picos = picoDollars(part, usage);
    if (picos >= 0) {
      return picos / PICOS_OF_A_DOLLAR;
    }
    BigDecimal exact = cost(usage).part(part);
    return exact == null ? Double.NaN : exact.doubleValue();
  }

  /**
   * Returns the cost of {@code usage} now in dollars, as the nearest double, or {@code NaN} if it
   * is not known. Does not allocate, but for amounts of millions.
   */
  public double dollars(TokenUsage usage) {
    long picos = picoDollars(usage);
    if (picos >= 0) {
      return picos / PICOS_OF_A_DOLLAR;
    }
    BigDecimal exact = cost(usage).total();
    return exact == null ? Double.NaN : exact.doubleValue();
  }

  @Nullable Rates rates(TokenUsage usage) {
    PriceWindow window = always == null ? window(clock.millis()) : always;
    return window == null || !usage.isPriceable() ? null : window.rates(usage);
  }

  private @Nullable PriceWindow window(long epochMillis) {
    for (PriceWindow window : windows) {
      if (window.holdsAt(epochMillis)) {
        return window;
      }
    }
    return null;
  }

  private Cost cost(TokenUsage usage, long epochMillis) {
    if (entry == null) {
      return Cost.unknown(reason == null ? "the model was not found" : reason);
    }
    PriceWindow window = window(epochMillis);
    if (window == null) {
      return Cost.unknown("no price of " + entry.matched() + " is known for that time", entry);
    }
    String unpriceable = usage.unpriceable();
    if (unpriceable != null) {
      return Cost.unknown(unpriceable, entry);
    }
    Rates rates = window.rates(usage);
    if (rates == null) {
      return Cost.unknown(window.reason == null ? "there is no price" : window.reason, entry);
    }
    return cost(usage, rates, entry);
  }

  private static Cost cost(TokenUsage usage, Rates rates, ModelEntry entry) {
    var parts = new EnumMap<CostPart, BigDecimal>(CostPart.class);
    for (CostPart part : CostPart.ALL) {
      BigDecimal amount = rates.dollars(part, usage);
      if (amount == null) {
        PriceUnit unit = rates.unpriced(usage);
        return Cost.unknown(
            "no price of " + (unit == null ? part.label() : unit.label) + " is known for "
                + entry.matched(),
            entry);
      }
      parts.put(part, amount);
    }
    return Cost.of(parts, entry);
  }
}
