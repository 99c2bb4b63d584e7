// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The shipped table validates. Each test names an error that was seen in published tables. */
class PriceTableTest {
  private static final String TEXT = text();
  private static final PriceTable table = table();
  /** Names that mean another model from time to time: priced only since the one they mean now. */
  private static final Set<String> MOVING =
      Set.of("google/gemini-flash-latest", "google/gemini-flash-lite-latest");

  private static String text() {
    try (InputStream stream = PriceTable.class.getResourceAsStream("prices.txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static PriceTable table() {
    return PriceTableReader.read("prices.txt", TEXT);
  }

  private static Stream<Price> prices() {
    return table.layers.values().stream().flatMap(layer -> layer.prices().stream());
  }

  @Test
  void header_saysWhereThePricesAreFrom() throws Exception {
    assertThat(table.header).containsKeys("source", "version", "date", "licence", "checksum");
    String body = TEXT.substring(TEXT.indexOf("\nseller ") + 1);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
    assertThat(table.header)
        .containsEntry("checksum", "sha256:" + HexFormat.of().formatHex(digest));
  }

  /** The lines are read without tidying them, and their prices when they are asked for. */
  @Test
  void lines_areWrittenAsTheyAreRead() {
    assertThat(TEXT).isASCII().doesNotContain("\t", "\r");
    for (String line : TEXT.lines().toList()) {
      if (line.startsWith("price ") || line.startsWith("alias ") || line.startsWith("seller ")) {
        assertThat(line).isLowerCase().isEqualTo(line.strip());
      }
    }
    List<String> lazily = PriceCatalog.shipped().all().stream()
        .flatMap(entry -> entry.layers.get(0).prices().stream())
        .map(price -> price + " " + price.multipliers)
        .toList();
    assertThat(lazily)
        .containsExactlyElementsOf(
            prices().map(price -> price + " " + price.multipliers).toList());
  }

  /** The reader relies on it. */
  @Test
  void text_isAscii() {
    assertThat(TEXT).isASCII();
  }

  @Test
  void dates_neitherOverlapNorLeaveGaps() {
    Map<String, List<Price>> byPlace = prices()
        .filter(price -> !price.validity.isDaily() && price.above == 0)
        .collect(Collectors.groupingBy(price -> price.key() + ' ' + price.tier));
    byPlace.forEach((place, prices) -> {
      for (int i = 0; i + 1 < prices.size(); i++) {
        assertThat(prices.get(i).validity.until)
            .as(place)
            .isNotNull()
            .isEqualTo(prices.get(i + 1).validity.from);
      }
      if (!MOVING.contains(prices.get(0).key())) {
        assertThat(prices.get(0).validity.from).as(place).isNull();
      }
      assertThat(prices.get(prices.size() - 1).validity.until).as(place).isNull();
    });
  }

  @Test
  void longContext_hasABasePriceAndIsNeverCheaper() {
    for (Price price : prices(p -> p.above > 0)) {
      Price base = prices()
          .filter(p -> p.key().equals(price.key()) && p.above == 0)
          .filter(p -> p.tier.equals(price.tier) && p.validity.sameAs(price.validity))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no base of " + price));
      for (PriceUnit unit : PriceUnit.ALL) {
        BigDecimal dear = price.of(unit);
        BigDecimal cheap = base.of(unit);
        assertThat(dear == null).as(price + " and " + base + ": " + unit).isEqualTo(cheap == null);
        if (dear != null && cheap != null) {
          assertThat(dear).as(price.toString()).isGreaterThanOrEqualTo(cheap);
        }
      }
    }
  }

  /** A table had no hour price for Claude Sonnet 4.5: an hour of cache cost nothing. */
  @Test
  void claude_hasBothCacheLifetimesOrNone() {
    for (Price price : prices(p -> p.model.contains("claude"))) {
      assertThat(price.of(PriceUnit.CACHE_WRITE) == null)
          .as(price.toString())
          .isEqualTo(price.of(PriceUnit.CACHE_WRITE_1H) == null);
    }
  }

  /** A table had a priority price of 50 times the base. */
  @Test
  void tiers_arePlausible() {
    for (Price price : prices().toList()) {
      price.multipliers.forEach((name, factor) -> assertThat(factor)
          .as(price + " " + name)
          .isBetween(new BigDecimal("0.5"), new BigDecimal("6")));
    }
    assertThat(prices()
            .filter(p -> p.model.equals("gpt-5-nano"))
            .findFirst()
            .orElseThrow()
            .multipliers)
        .doesNotContainKey("priority");
  }

  @Test
  void ratios_arePlausible() {
    for (Price price : prices(p -> !p.provider.equals("openrouter"))) {
      ratio(price, PriceUnit.CACHE_READ, "0.005", "1");
      ratio(price, PriceUnit.CACHE_WRITE, "1", "1.25");
      ratio(price, PriceUnit.CACHE_WRITE_1H, "2", "2");
      ratio(price, PriceUnit.OUTPUT, "0.9", "20");
    }
  }

  private static void ratio(Price price, PriceUnit unit, String least, String most) {
    BigDecimal input = price.of(PriceUnit.INPUT);
    BigDecimal other = price.of(unit);
    if (input != null && other != null && input.signum() > 0) {
      assertThat(other)
          .as(price.toString())
          .isBetween(input.multiply(new BigDecimal(least)), input.multiply(new BigDecimal(most)));
    }
  }

  /** A price by the thousand taken for one by the million is a thousand times too low. */
  @Test
  void claude_costsDollarsNotThousandthsOfThem() {
    for (Price price : prices(p -> p.model.contains("claude"))) {
      assertThat(price.of(PriceUnit.INPUT))
          .as(price.toString())
          .isGreaterThanOrEqualTo(new BigDecimal("0.1"));
    }
  }

  /** A table had 2.99999 where 3 was meant. */
  @Test
  void prices_areNotRoundedInBinary() {
    for (Price price : prices(p -> !p.provider.equals("openrouter"))) {
      for (PriceUnit unit : PriceUnit.ALL) {
        BigDecimal amount = price.of(unit);
        assertThat(amount == null ? 0 : amount.stripTrailingZeros().precision())
            .as(price.toString())
            .isLessThan(6);
      }
    }
  }

  @Test
  void names_belongToOneModel() {
    Map<String, String> owners = new HashMap<>();
    Set<String> models = new HashSet<>();
    for (Price price : prices().toList()) {
      if (models.add(price.key())) {
        assertThat(owners.put(price.provider + '/' + CanonicalName.of(price.model), price.model))
            .as(price.key())
            .isNull();
      }
    }
    for (PriceTable.Alias alias : table.aliases) {
      assertThat(models).contains(alias.key());
      assertThat(alias.names()).as(alias.key()).isNotEmpty();
      for (String name : alias.names()) {
        String key = alias.provider() + '/' + CanonicalName.of(name);
        @Nullable String owner = owners.put(key, alias.key());
        assertThat(owner).as("alias %s", key).isNull();
      }
    }
  }

  @Test
  void sellers_sellModelsThatHavePrices() {
    Set<String> providers = prices().map(price -> price.provider).collect(Collectors.toSet());
    for (PriceTable.Seller seller : table.sellers) {
      assertThat(providers).contains(seller.id()).containsAll(seller.also());
    }
  }

  private static List<Price> prices(Predicate<Price> wanted) {
    return prices().filter(wanted).toList();
  }
}
