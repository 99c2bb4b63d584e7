// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Price}. Not safe for use by many threads. Prices are decimal US dollars, of
 * tokens per million and of searches per thousand. Default: no price but those set, valid always.
 */
public final class PriceBuilder {
  final String provider;
  final String model;
  String tier = Price.STANDARD;
  long above;
  final Map<String, BigDecimal> multipliers = new TreeMap<>();
  final @Nullable BigDecimal[] units = new @Nullable BigDecimal[PriceUnit.ALL.size()];
  private @Nullable LocalDate from;
  private @Nullable LocalDate until;
  private @Nullable LocalTime dailyFrom;
  private @Nullable LocalTime dailyUntil;

  PriceBuilder(String provider, String model) {
    this.provider = name("provider", provider);
    this.model = name("model", model);
    if (provider.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "provider is '" + provider + "', expected a name without '/'");
    }
  }

  /** Sets the price of input tokens. */
  public PriceBuilder setInput(String perMillion) {
    return set(PriceUnit.INPUT, perMillion);
  }

  /** Sets the price of output tokens, reasoning included. */
  public PriceBuilder setOutput(String perMillion) {
    return set(PriceUnit.OUTPUT, perMillion);
  }

  /** Sets the price of tokens read from a cache. Default: that of input. */
  public PriceBuilder setCacheRead(String perMillion) {
    return set(PriceUnit.CACHE_READ, perMillion);
  }

  /** Sets the price of tokens written to a cache for five minutes. Default: that of input. */
  public PriceBuilder setCacheWrite(String perMillion) {
    return set(PriceUnit.CACHE_WRITE, perMillion);
  }

  /**
   * Sets the price of tokens written to a cache for an hour. Default: that of input if writing for
   * five minutes costs the same; else usage that holds such tokens has no cost.
   */
  public PriceBuilder setCacheWrite1h(String perMillion) {
    return set(PriceUnit.CACHE_WRITE_1H, perMillion);
  }

  /** Sets the price of audio input tokens. Default: that of input. */
  public PriceBuilder setAudioInput(String perMillion) {
    return set(PriceUnit.AUDIO_INPUT, perMillion);
  }

  /** Sets the price of audio tokens read from a cache. Default: that of cache reads. */
  public PriceBuilder setCachedAudio(String perMillion) {
    return set(PriceUnit.CACHED_AUDIO, perMillion);
  }

  /** Sets the price of audio output tokens. Default: that of output. */
  public PriceBuilder setAudioOutput(String perMillion) {
    return set(PriceUnit.AUDIO_OUTPUT, perMillion);
  }

  /** Sets the price of image output tokens. Default: that of output. */
  public PriceBuilder setImageOutput(String perMillion) {
    return set(PriceUnit.IMAGE_OUTPUT, perMillion);
  }

  /** Sets the price of web searches. Default: none; usage that holds some has no cost then. */
  public PriceBuilder setWebSearch(String perThousand) {
    return set(PriceUnit.WEB_SEARCH, perThousand);
  }

  /** Sets the price of file searches. Default: none; usage that holds some has no cost then. */
  public PriceBuilder setFileSearch(String perThousand) {
    return set(PriceUnit.FILE_SEARCH, perThousand);
  }

  /** Sets the first day, in UTC, on which the price holds. Default: it always held. */
  public PriceBuilder setFrom(LocalDate from) {
    this.from = requireNonNull(from, "from");
    return this;
  }

  /** Sets the first day, in UTC, on which the price no longer holds. Default: none. */
  public PriceBuilder setUntil(LocalDate until) {
    this.until = requireNonNull(until, "until");
    return this;
  }

  /** Sets the hours of each day, in UTC, in which the price holds. Default: all. */
  public PriceBuilder setDaily(LocalTime from, LocalTime until) {
    dailyFrom = requireNonNull(from, "from");
    dailyUntil = requireNonNull(until, "until");
    return this;
  }

  /**
   * Sets the service tier that the price is for, such as {@code batch} or {@code priority}.
   * Default: {@code standard}.
   */
  public PriceBuilder setTier(String tier) {
    this.tier = name("tier", tier);
    return this;
  }

  /**
   * Sets the number of input tokens that a request must exceed for the whole of it to have this
   * price. Default: 0.
   */
  public PriceBuilder setAbove(long inputTokens) {
    if (inputTokens < 0) {
      throw new IllegalArgumentException("above is " + inputTokens + ", expected 0 or more tokens");
    }
    above = inputTokens;
    return this;
  }

  /**
   * Adds what all token prices are multiplied by in a service tier ({@code batch}, {@code flex},
   * {@code priority}), at a speed ({@code fast}) or in a region ({@code region:us}, or
   * {@code region:*} for any but the global one).
   */
  public PriceBuilder addMultiplier(String name, String factor) {
    multipliers.put(name("multiplier", name), decimal(name, factor));
    return this;
  }

  /**
   * Returns the price.
   *
   * @throws IllegalArgumentException if neither input nor output has a price, or it ends before it
   *     begins
   */
  public Price build() {
    if (units[PriceUnit.INPUT.index()] == null && units[PriceUnit.OUTPUT.index()] == null) {
      throw new IllegalArgumentException("The price of " + provider + '/' + model
          + " has neither input nor output: set at least one");
    }
    return new Price(this);
  }

  PriceBuilder set(PriceUnit unit, String price) {
    units[unit.index()] = decimal(unit.label, price);
    return this;
  }

  Validity validity() {
    if (from != null && until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException("The price of " + provider + '/' + model + " holds from "
          + from + " until " + until + ": expected a later end");
    }
    return new Validity(from, until, dailyFrom, dailyUntil);
  }

  private static String name(String what, String value) {
    String name = requireNonNull(value, what).trim().toLowerCase(Locale.ROOT);
    if (name.isEmpty() || hasBlank(name)) {
      throw new IllegalArgumentException(
          what + " is '" + value + "', expected a name without white space");
    }
    return name;
  }

  private static boolean hasBlank(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isWhitespace(name.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  static BigDecimal decimal(String what, String value) {
    BigDecimal decimal;
    try {
      decimal = new BigDecimal(requireNonNull(value, what));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          what + " is '" + value + "', expected a decimal number of US dollars such as 0.25", e);
    }
    if (decimal.signum() < 0 || Math.abs((long) decimal.scale()) > 30 || decimal.precision() > 30) {
      throw new IllegalArgumentException(
          what + " is '" + value + "', expected 0 or more, with at most 30 digits");
    }
    return decimal;
  }
}
