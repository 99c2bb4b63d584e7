// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundledRunTest {
  @Test
  void play_tellsEveryLineInOrderOfTime() throws Exception {
    List<Duration> times = new ArrayList<>();
    List<String> lines = new ArrayList<>();

    BundledRun.play(Double.POSITIVE_INFINITY, (sinceBegin, line) -> {
      times.add(sinceBegin);
      lines.add(line);
    });

    assertThat(times).isSorted();
    assertThat(times.get(0)).isZero();
    assertThat(lines).isEqualTo(BundledRun.lines());
  }

  @Test
  void play_takesAsLongAsTheRunDidDividedBySpeed() throws Exception {
    long start = System.nanoTime();

    BundledRun.play(20, (sinceBegin, line) -> {});

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(350));
  }

  @Test
  void lines_holdWhatARealRunHolds() {
    String run = String.join("\n", BundledRun.lines());

    assertThat(run)
        .contains("\"type\":\"stream_event\"", "\"thinking_delta\"", "\"is_error\":true")
        .contains("\"subagent_type\":\"Explore\"", "\"cache_read_input_tokens\":7541");
  }
}
