// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds for every model and every usage; the repetition is the seed, so failures repeat. */
class CostPropertiesTest {
  private static final CostCalculator calculator =
      CostCalculator.builder().setCatalog(PriceCatalog.shipped()).build();
  private static final List<String> MODELS = PriceCatalog.shipped().models();

  private static String model(Random random) {
    return MODELS.get(random.nextInt(MODELS.size()));
  }

  private static TokenUsage usage(Random random, int most) {
    int read = random.nextInt(most / 4);
    int write5m = random.nextInt(most / 4);
    int write1h = random.nextInt(most / 4);
    return TokenUsage.builder()
        .setInput(read + write5m + write1h + random.nextInt(most / 4))
        .setCacheRead(read)
        .setCacheWrite5m(write5m)
        .setCacheWrite1h(write1h)
        .setOutput(random.nextInt(most))
        .build();
  }

  private static BigDecimal total(Cost cost) {
    return Objects.requireNonNull(cost.total(), String.valueOf(cost.reason()));
  }

  @RepeatedTest(300)
  void parts_addUpToTheTotalAndToTheSameInLongs(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    ModelPrice price = calculator.price(model(random));
    TokenUsage usage = usage(random, 400_000);
    Cost cost = price.cost(usage);
    if (!cost.isKnown()) {
      assertThat(cost.reason()).isNotBlank();
      return;
    }

    BigDecimal sum = CostPart.ALL.stream()
        .map(part -> Objects.requireNonNull(cost.part(part)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).isEqualByComparingTo(total(cost));
    Rates rates = Objects.requireNonNull(price.rates(usage));
    for (CostPart part : CostPart.ALL) {
      assertThat(Objects.requireNonNull(rates.sum(part, usage)))
          .isEqualByComparingTo(Objects.requireNonNull(cost.part(part)));
    }
    long picos = price.picoDollars(usage);
    if (picos >= 0) {
      assertThat(BigDecimal.valueOf(picos, 12)).isEqualByComparingTo(total(cost));
    }
  }

  @RepeatedTest(300)
  void moreTokens_neverCostLess(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    ModelPrice price = calculator.price(model(random));
    TokenUsage usage = usage(random, 400_000);
    TokenUsage more = usage.plus(usage(random, 40_000));

    Cost less = price.cost(usage);
    if (less.isKnown()) {
      assertThat(total(price.cost(more))).isGreaterThanOrEqualTo(total(less));
    }
  }

  @RepeatedTest(300)
  void splittingBelowATier_changesNothing(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    ModelPrice price = calculator.price(model(random));
    TokenUsage one = usage(random, 50_000);
    TokenUsage two = usage(random, 50_000);

    Cost whole = price.cost(one.plus(two));
    if (whole.isKnown()) {
      assertThat(total(price.cost(one)).add(total(price.cost(two))))
          .isEqualByComparingTo(total(whole));
    }
  }
}
