// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What usage costs, exactly: nothing is rounded. Immutable and safe for use by many threads.
 *
 * <p>A cost that cannot be known has no amounts, never 0: ask {@link #isKnown()} first, or take
 * {@link #total()}, which is null then. {@link #reason()} says why.
 */
public final class Cost {
  private final Map<CostPart, BigDecimal> parts;
  private final @Nullable BigDecimal total;
  private final @Nullable String reason;
  private final @Nullable String provider;
  private final @Nullable String model;
  private final @Nullable String priceVersion;
  private final @Nullable LocalDate priceDate;

  /** Returns a cost that is not known, for {@code reason}. */
  public static Cost unknown(String reason) {
    return new Cost(Map.of(), requireNonNull(reason, "reason"), null);
  }

  static Cost unknown(String reason, ModelEntry entry) {
    return new Cost(Map.of(), reason, entry);
  }

  static Cost of(Map<CostPart, BigDecimal> parts, ModelEntry entry) {
    return new Cost(parts, null, entry);
  }

  private Cost(
      Map<CostPart, BigDecimal> parts, @Nullable String reason, @Nullable ModelEntry entry) {
    this.parts = new EnumMap<>(CostPart.class);
    BigDecimal sum = BigDecimal.ZERO;
    for (CostPart part : CostPart.ALL) {
      BigDecimal amount = parts.get(part);
      if (amount != null) {
        this.parts.put(part, plain(amount));
        sum = amount.signum() == 0 ? sum : sum.add(amount);
      }
    }
    total = reason == null ? plain(sum) : null;
    this.reason = reason;
    provider = entry == null ? null : entry.provider;
    model = entry == null ? null : entry.model;
    priceVersion = entry == null ? null : entry.version;
    priceDate = entry == null ? null : entry.date;
  }

  /** Takes off the zeros at the end, so that equal amounts are equal and read alike. */
  private static BigDecimal plain(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Returns whether the cost is known. */
  public boolean isKnown() {
    return reason == null;
  }

  /** Returns why the cost is not known, or null if it is. */
  public @Nullable String reason() {
    return reason;
  }

  /** Returns the sum of all parts, or null if the cost is not known. */
  public @Nullable BigDecimal total() {
    return total;
  }

  /** Returns one part, or null if the cost is not known. What was not used costs 0. */
  public @Nullable BigDecimal part(CostPart part) {
    return parts.get(part);
  }

  /** Returns the cost of uncached input, or null if the cost is not known. */
  public @Nullable BigDecimal input() {
    return part(CostPart.INPUT);
  }

  /** Returns the cost of output, or null if the cost is not known. */
  public @Nullable BigDecimal output() {
    return part(CostPart.OUTPUT);
  }

  /** Returns the cost of cache reads, or null if the cost is not known. */
  public @Nullable BigDecimal cacheRead() {
    return part(CostPart.CACHE_READ);
  }

  /** Returns the cost of cache writes, or null if the cost is not known. */
  public @Nullable BigDecimal cacheWrite() {
    return part(CostPart.CACHE_WRITE);
  }

  /** Returns the cost of the provider's tools, or null if the cost is not known. */
  public @Nullable BigDecimal tool() {
    return part(CostPart.TOOL);
  }

  /** Returns the currency of all amounts: {@code USD}. */
  public String currency() {
    return "USD";
  }

  /** Returns the seller whose price was taken, or null if the model was not found. */
  public @Nullable String provider() {
    return provider;
  }

  /** Returns the catalogue's name of the model, or null if the model was not found. */
  public @Nullable String model() {
    return model;
  }

  /** Returns {@code provider/model} of the catalogue, or null if the model was not found. */
  public @Nullable String matched() {
    return provider == null ? null : provider + '/' + model;
  }

  /** Returns the version of the price table, or null if the model was not found. */
  public @Nullable String priceVersion() {
    return priceVersion;
  }

  /** Returns the date of the price table, or null if it has none or the model was not found. */
  public @Nullable LocalDate priceDate() {
    return priceDate;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Cost other
        && parts.equals(other.parts)
        && Objects.equals(reason, other.reason)
        && Objects.equals(matched(), other.matched())
        && Objects.equals(priceVersion, other.priceVersion);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts, reason, matched(), priceVersion);
  }

  @Override
  public String toString() {
    return total == null
        ? "Cost{unknown: " + reason + '}'
        : "Cost{" + total.toPlainString() + " USD, " + matched() + ", prices " + priceVersion + '}';
  }
}
