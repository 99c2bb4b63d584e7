// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SandboxPricesTest {
  private static final long GIB = 1L << 30;
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void cost_ofAnHourOfE2bFollowsThePriceList() {
    assertThat(SandboxPrices.shipped().cost("e2b", 8, 4 * GIB, Duration.ofHours(1), NOW))
        .isEqualByComparingTo("0.468");
  }

  @Test
  void cost_isExactToTheNanosecond() {
    assertThat(SandboxPrices.shipped().cost("E2B", 2, GIB / 2, Duration.ofNanos(1), NOW))
        .isEqualByComparingTo("0.00000000000003025");
  }

  @Test
  void usdPerSecond_ofAnotherProviderIsUnknown() {
    assertThat(SandboxPrices.shipped().usdPerSecond("acme", 1, GIB, NOW)).isNull();
  }

  @Test
  void usdPerSecond_followsTheDate() {
    SandboxPrices prices = SandboxPrices.builder()
        .addPrice("acme", "0.00001", "0", null)
        .addPrice("acme", "0.00003", "0", LocalDate.of(2027, 1, 1))
        .addPrice("acme", "0.00002", "0", LocalDate.of(2026, 6, 1))
        .build();

    assertThat(prices.usdPerSecond("acme", 1, GIB, Instant.parse("2026-05-31T23:59:59Z")))
        .isEqualByComparingTo("0.00001");
    assertThat(prices.usdPerSecond("acme", 1, GIB, NOW)).isEqualByComparingTo("0.00002");
    assertThat(prices.usdPerSecond("acme", 1, GIB, Instant.parse("2027-01-01T00:00:00Z")))
        .isEqualByComparingTo("0.00003");
  }

  @Test
  void addPrice_refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> SandboxPrices.builder().addPrice("acme", "cheap", "0", null))
        .hasMessageContaining("vcpuSecond is 'cheap'");
  }
}
