// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What sandboxes cost: processors and memory by the second, as allocated, while running. Immutable
 * and safe for use by many threads.
 *
 * <pre>{@code
 * BigDecimal dollars = SandboxPrices.shipped().cost("e2b", 2, 512L << 20, running, Instant.now());
 * }</pre>
 *
 * <p>Amounts are exact. What is not known is null, never 0.
 */
public final class SandboxPrices {
  private static final SandboxPrices SHIPPED = new SandboxPricesBuilder().build();
  private static final int DIGITS_OF_A_NANO = 9;
  private static final BigDecimal BYTES_OF_A_GIB = BigDecimal.valueOf(1L << 30);

  /** Those that were added last come first. */
  private final List<SandboxPrice> prices;

  /** Returns the prices that are known here: those of E2B. */
  public static SandboxPrices shipped() {
    return SHIPPED;
  }

  /** Returns a builder that starts with the shipped prices. */
  public static SandboxPricesBuilder builder() {
    return new SandboxPricesBuilder();
  }

  SandboxPrices(List<SandboxPrice> prices) {
    this.prices = List.copyOf(prices);
  }

  /**
   * Returns the dollars that a second costs at {@code time}, or null if the provider has no price
   * then or the size is not known.
   *
   * @param vcpus allocated processors
   * @param memoryBytes allocated memory
   */
  public @Nullable BigDecimal usdPerSecond(
      String provider, int vcpus, long memoryBytes, Instant time) {
    SandboxPrice price = price(provider, time);
    if (price == null || vcpus < 0 || memoryBytes < 0) {
      return null;
    }
    // Exact: the divisor is a power of two.
    BigDecimal gib = BigDecimal.valueOf(memoryBytes).divide(BYTES_OF_A_GIB);
    return price
        .vcpuSecond()
        .multiply(BigDecimal.valueOf(vcpus))
        .add(price.gibSecond().multiply(gib))
        .stripTrailingZeros();
  }

  /**
   * Returns the dollars that {@code running} costs at the price of {@code time}, or null if the
   * provider has no price then or the size is not known.
   *
   * @param running the time in which the sandbox ran, pauses left out
   */
  public @Nullable BigDecimal cost(
      String provider, int vcpus, long memoryBytes, Duration running, Instant time) {
    BigDecimal second = usdPerSecond(provider, vcpus, memoryBytes, time);
    if (second == null || running.isNegative()) {
      return null;
    }
    BigDecimal seconds = BigDecimal.valueOf(running.getSeconds())
        .add(BigDecimal.valueOf(running.getNano(), DIGITS_OF_A_NANO));
    return second.multiply(seconds).stripTrailingZeros();
  }

  private @Nullable SandboxPrice price(String provider, Instant time) {
    String name = requireNonNull(provider, "provider").trim().toLowerCase(Locale.ROOT);
    for (SandboxPrice price : prices) {
      if (price.provider().equals(name) && price.holdsAt(time)) {
        return price;
      }
    }
    return null;
  }
}
