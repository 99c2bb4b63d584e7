// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-12, 2026-03-12T00:00:00Z",
    "20260312, 2026-03-12T00:00:00Z",
    "2026-071, 2026-03-12T00:00:00Z",
    "2026071, 2026-03-12T00:00:00Z",
    "2026-W11-4, 2026-03-12T00:00:00Z",
    "2026-03-12Z, 2026-03-12T00:00:00Z",
    "2026-03-12+02:00, 2026-03-11T22:00:00Z",
    "2026-03-12T08:00:00Z, 2026-03-12T08:00:00Z",
    "2026-03-12t08:00:00z, 2026-03-12T08:00:00Z",
    "2026-03-12 08:00:00, 2026-03-12T08:00:00Z",
    "2026-03-12 08:00:00 UTC, 2026-03-12T08:00:00Z",
    "2026-03-12 08:00:00 +02:00, 2026-03-12T06:00:00Z",
    "2026-03-12T08:00, 2026-03-12T08:00:00Z",
    "2026-03-12T08, 2026-03-12T08:00:00Z",
    "2026-03-12T08:00:00+02:00, 2026-03-12T06:00:00Z",
    "2026-03-12T08:00:00+0200, 2026-03-12T06:00:00Z",
    "2026-03-12T08:00:00-02, 2026-03-12T10:00:00Z",
    "20260312T080000Z, 2026-03-12T08:00:00Z",
    "20260312T080000.5-0130, 2026-03-12T09:30:00.5Z",
    "2026-03-12T08:00:00.123456789012Z, 2026-03-12T08:00:00.123456789Z",
    "'2026-03-12T08:00:00,5Z', 2026-03-12T08:00:00.5Z",
    "2026-03-12T24:00:00Z, 2026-03-13T00:00:00Z",
    "2026-12-31T23:59:60Z, 2026-12-31T23:59:59Z",
    "2026-03-12T08:00:00[Europe/Berlin], 2026-03-12T07:00:00Z",
    "2026-03-12T08:00:00+02:00[Europe/Berlin], 2026-03-12T06:00:00Z",
  })
  void parse_readsTheFormsOfIso8601(String text, Instant expected) {
    assertThat(IsoTime.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026",
        "2026-03",
        "2026-02-30",
        "2026-13-01",
        "2026-03-12T",
        "2026-03-12T25:00",
        "2026-03-12T08:60",
        "2026-03-12T08:00:00+99:00",
        "2026-03-12T08:00:00[Nowhere/Else]",
        "2026-03-12X08:00",
        "12.03.2026",
        "1773302400",
        "2026-03-12T08.5",
      })
  void parse_refusesWhatIsNone(String text) {
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> IsoTime.parse(text));
  }
}
