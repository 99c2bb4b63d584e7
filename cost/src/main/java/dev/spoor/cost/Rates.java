// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The price of one of each unit, tiers and regions applied. Two ways lead to the same figure: exact
 * {@code long} arithmetic in millionths of a millionth of a dollar, without allocation, and
 * {@code BigDecimal} for what does not fit.
 */
final class Rates {
  /** The result of the {@code long} way where only the other one knows. */
  static final long INEXACT = -1;

  /**
   * Five products of a count up to this and a price up to {@link #MAX_PLAIN_PRICE} add up to less
   * than a {@code long} holds, so that none has to be checked.
   */
  static final long MAX_PLAIN_COUNT = (1L << 29) - 1;

  /** Two thousand dollars for a million tokens. */
  private static final long MAX_PLAIN_PRICE = (1L << 31) - 1;

  private static final int PICO_DIGITS = 12;
  private static final int INPUT = PriceUnit.INPUT.index();
  private static final int OUTPUT = PriceUnit.OUTPUT.index();
  private static final int CACHE_READ = PriceUnit.CACHE_READ.index();
  private static final int CACHE_WRITE = PriceUnit.CACHE_WRITE.index();
  private static final int CACHE_WRITE_1H = PriceUnit.CACHE_WRITE_1H.index();

  /** Input tokens that a request must exceed. */
  final long above;

  private final @Nullable BigDecimal[] dollars;
  private final long[] picos;
  private final boolean isPlain;
  private final long input;
  private final long output;
  private final long cacheRead;
  private final long cacheWrite;
  private final long cacheWrite1h;

  Rates(Price price, BigDecimal tokenFactor) {
    above = price.above;
    dollars = new @Nullable BigDecimal[PriceUnit.ALL.size()];
    picos = new long[dollars.length];
    for (PriceUnit unit : PriceUnit.ALL) {
      BigDecimal listed = listed(price, unit);
      BigDecimal one = listed == null ? null : one(unit, listed, tokenFactor);
      dollars[unit.index()] = one;
      picos[unit.index()] = one == null ? INEXACT : picos(one);
    }
    input = picos[INPUT];
    output = picos[OUTPUT];
    cacheRead = picos[CACHE_READ];
    cacheWrite = picos[CACHE_WRITE];
    cacheWrite1h = picos[CACHE_WRITE_1H];
    isPlain = isPlain(input)
        && isPlain(output)
        && isPlain(cacheRead)
        && isPlain(cacheWrite)
        && isPlain(cacheWrite1h);
  }

  private static boolean isPlain(long price) {
    return 0 <= price && price <= MAX_PLAIN_PRICE;
  }

  private static @Nullable BigDecimal listed(Price price, PriceUnit unit) {
    for (PriceUnit at = unit; at != null; at = at.fallback) {
      if (price.of(at) != null) {
        return price.of(at);
      }
    }
    // A lifetime without a price is the input's only where no lifetime has one.
    boolean writesAreInput =
        unit == PriceUnit.CACHE_WRITE_1H && price.of(PriceUnit.CACHE_WRITE) == null;
    return writesAreInput ? price.of(PriceUnit.INPUT) : null;
  }

  private static BigDecimal one(PriceUnit unit, BigDecimal listed, BigDecimal tokenFactor) {
    BigDecimal price = unit.isTokens() ? listed.multiply(tokenFactor) : listed;
    return price.movePointLeft(unit.digitsPerOne());
  }

  private static long picos(BigDecimal dollars) {
    BigDecimal picos = dollars.movePointRight(PICO_DIGITS).stripTrailingZeros();
    return picos.scale() <= 0 && picos.precision() - picos.scale() <= 18
        ? picos.longValue()
        : INEXACT;
  }

  /** Returns the cost in pico-dollars, or {@link #INEXACT}. Does not allocate. */
  long picos(TokenUsage usage) {
    if (isPlain && usage.isPlainText()) {
      return plainPicos(usage);
    }
    return usage.isTextAlone() ? picosOfText(usage) : picosOfAll(usage);
  }

  /** The usual case, where nothing can overflow or is without a price. */
  private long plainPicos(TokenUsage usage) {
    return Math.max(0, usage.uncachedInput()) * input
        + Math.max(0, usage.output()) * output
        + Math.max(0, usage.cacheRead()) * cacheRead
        + Math.max(0, usage.cacheWrite5m()) * cacheWrite
        + Math.max(0, usage.cacheWrite1h()) * cacheWrite1h;
  }

  private long picosOfAll(TokenUsage usage) {
    long sum = 0;
    for (int i = 0; i < picos.length; i++) {
      sum = add(sum, i, PriceUnit.ALL.get(i).count(usage));
    }
    return sum;
  }

  /** Text alone, in a fraction of the time that it takes to ask every unit for its count. */
  private long picosOfText(TokenUsage usage) {
    long sum = add(0, INPUT, usage.uncachedInput());
    sum = add(sum, OUTPUT, usage.output());
    sum = add(sum, CACHE_READ, usage.cacheRead());
    sum = add(sum, CACHE_WRITE, usage.cacheWrite5m());
    return add(sum, CACHE_WRITE_1H, usage.cacheWrite1h());
  }

  /** Returns the cost of {@code part} in pico-dollars, or {@link #INEXACT}. Does not allocate. */
  long picos(CostPart part, TokenUsage usage) {
    if (usage.isTextAlone()) {
      return picosOfText(part, usage);
    }
    long sum = 0;
    for (int i = 0; i < picos.length; i++) {
      PriceUnit unit = PriceUnit.ALL.get(i);
      if (unit.part == part) {
        sum = add(sum, i, unit.count(usage));
      }
    }
    return sum;
  }

  private long picosOfText(CostPart part, TokenUsage usage) {
    return switch (part) {
      case INPUT -> add(0, INPUT, usage.uncachedInput());
      case OUTPUT -> add(0, OUTPUT, usage.output());
      case CACHE_READ -> add(0, CACHE_READ, usage.cacheRead());
      case CACHE_WRITE ->
        add(add(0, CACHE_WRITE, usage.cacheWrite5m()), CACHE_WRITE_1H, usage.cacheWrite1h());
      case TOOL -> 0;
    };
  }

  private long add(long sum, int unit, long count) {
    if (count <= 0 || sum < 0) {
      return sum;
    }
    long price = picos[unit];
    long cost = count * price;
    if (price < 0 || cost < 0 || Math.multiplyHigh(count, price) != 0) {
      return INEXACT;
    }
    long total = sum + cost;
    return total < 0 ? INEXACT : total;
  }

  /** Returns the cost of {@code part}, or null if a unit that was used has no price. */
  @Nullable BigDecimal dollars(CostPart part, TokenUsage usage) {
    long exact = picos(part, usage);
    if (exact == INEXACT) {
      return sum(part, usage);
    }
    return exact == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(exact, PICO_DIGITS);
  }

  /** The same by the other way alone, which has no bounds and costs four times as much. */
  @Nullable BigDecimal sum(CostPart part, TokenUsage usage) {
    BigDecimal sum = BigDecimal.ZERO;
    for (PriceUnit unit : PriceUnit.ALL) {
      long count = unit.part == part ? unit.count(usage) : 0;
      if (count > 0) {
        BigDecimal price = dollars[unit.index()];
        if (price == null) {
          return null;
        }
        sum = sum.add(price.multiply(BigDecimal.valueOf(count)));
      }
    }
    return sum;
  }

  /** Returns the first unit that was used and has no price, or null. */
  @Nullable PriceUnit unpriced(TokenUsage usage) {
    for (PriceUnit unit : PriceUnit.ALL) {
      if (dollars[unit.index()] == null && unit.count(usage) > 0) {
        return unit;
      }
    }
    return null;
  }
}
