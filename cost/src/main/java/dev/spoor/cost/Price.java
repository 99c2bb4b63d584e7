// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one model at one seller, for as long as they hold. Immutable and safe for use by
 * many threads.
 *
 * <pre>{@code
 * var price = Price.builder("acme", "acme-large").setInput("2").setOutput("8").build();
 * }</pre>
 *
 * <p>Prices are in US dollars, of tokens per million and of searches per thousand.
 */
public final class Price {
  /** The service tier that is meant where none is named. */
  static final String STANDARD = "standard";

  final String provider;
  final String model;
  final String tier;
  final long above;
  final Validity validity;
  final Map<String, BigDecimal> multipliers;
  private final String key;
  private final @Nullable BigDecimal[] units;

  /**
   * Returns a builder of a price that {@code provider} asks for {@code model}. A provider is named
   * as in the catalogue, such as {@code openai}, or by a name of your own.
   */
  public static PriceBuilder builder(String provider, String model) {
    return new PriceBuilder(provider, model);
  }

  Price(PriceBuilder builder) {
    provider = builder.provider;
    model = builder.model;
    key = provider.concat("/").concat(model);
    tier = builder.tier;
    above = builder.above;
    validity = builder.validity();
    multipliers = Map.copyOf(builder.multipliers);
    units = builder.units.clone();
  }

  /** Returns who sells the model, such as {@code aws}. */
  public String provider() {
    return provider;
  }

  /** Returns the model's name at that seller. */
  public String model() {
    return model;
  }

  /** Returns the price of {@code unit} by the million or thousand, or null if it has none. */
  @Nullable BigDecimal of(PriceUnit unit) {
    return units[unit.index()];
  }

  /** Returns the name under which all prices of the model are kept. */
  String key() {
    return key;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("price ").append(key()).append(validity);
    if (!tier.equals(STANDARD)) {
      text.append(" tier=").append(tier);
    }
    if (above > 0) {
      text.append(" above=").append(above);
    }
    for (PriceUnit unit : PriceUnit.ALL) {
      BigDecimal price = of(unit);
      if (price != null) {
        text.append(' ').append(unit.label).append('=').append(price.toPlainString());
      }
    }
    return text.toString();
  }
}
