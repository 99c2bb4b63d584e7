// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class TimeOfDayTest {
  private static final long SECOND = 1_000_000_000;

  private final Queue<Instant> told =
      new ArrayDeque<>(List.of(Instant.ofEpochSecond(1_000), Instant.ofEpochSecond(2_000, 7)));
  private final TimeOfDay timeOfDay = new TimeOfDay(new Clock(told::remove, () -> 0));

  @Test
  void runsOfOneSecond_shareOneReading() {
    assertThat(timeOfDay.offset(50)).isEqualTo(1_000 * SECOND - 50);
    assertThat(timeOfDay.offset(50 + SECOND)).isEqualTo(1_000 * SECOND - 50);
    assertThat(told).hasSize(1);
  }

  @Test
  void laterRun_followsTheSystemsTime() {
    timeOfDay.offset(50);
    assertThat(timeOfDay.offset(51 + SECOND)).isEqualTo(2_000 * SECOND + 7 - 51 - SECOND);
  }

  @Test
  void startReadBeforeTheReading_isOfItsSecond() {
    timeOfDay.offset(50);
    assertThat(timeOfDay.offset(40)).isEqualTo(1_000 * SECOND - 50);
  }

  @Test
  void monotonicTimeMayOverflow() {
    timeOfDay.offset(Long.MAX_VALUE);
    assertThat(timeOfDay.offset(Long.MIN_VALUE)).isEqualTo(1_000 * SECOND - Long.MAX_VALUE);
  }
}
