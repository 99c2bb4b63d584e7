// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 µs",
    "999999, 999 µs",
    "1000000, 1 ms",
    "420000000, 420 ms",
    "1234567890, 1.23 s",
    "59990000000, 59.99 s",
    "125000000000, 2:05 min"
  })
  void duration_picksTheUnitThatReadsBest(long nanos, String text) {
    assertThat(Figures.duration(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, $0.0000",
    "0.00001, <$0.0001",
    "0.0123, $0.0123",
    "0.01234999, $0.0123",
    "0.01235, $0.0124",
    "1234.5, $1234.5000"
  })
  void money_hasFourDecimalsAndNeverCallsSomethingNothing(BigDecimal usd, String text) {
    assertThat(Figures.money(usd)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 999", "'12345', '12,345'", "'1234567', '1,234,567'"})
  void count_groupsThousandsWithCommasInEveryCountry(long count, String text) {
    assertThat(Figures.count(count)).isEqualTo(text);
  }
}
