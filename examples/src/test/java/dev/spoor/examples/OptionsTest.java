// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void parse_replaysAtRealPaceWhenNothingIsGiven() {
    assertThat(Options.parse(List.of()))
        .isEqualTo(new Options(Options.Command.REPLAY, null, 1, false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "--speed=fast, Infinity",
    "--speed fast, Infinity",
    "--speed, Infinity",
    "--speed --keep, Infinity",
    "--speed real, 1",
    "--speed 4, 4",
    "--speed=2.5x, 2.5"
  })
  void parse_readsTheSpeed(String line, double speed) {
    assertThat(parse(line).speed()).isEqualTo(speed);
  }

  @Test
  void parse_takesOptionsOnEitherSideOfTheFile() {
    var expected = new Options(Options.Command.INSPECT, "a.jsonl", 1, true, true);

    assertThat(parse("inspect a.jsonl --json --keep")).isEqualTo(expected);
    assertThat(parse("inspect --keep --json a.jsonl")).isEqualTo(expected);
  }

  @Test
  void parse_takesADashForStandardInput() {
    assertThat(parse("inspect -").file()).isEqualTo("-");
  }

  @ParameterizedTest
  @CsvSource({
    "--colour, unknown option --colour",
    "-x, unknown option -x",
    "inspect a -x, unknown option -x",
    "paint, unknown command paint",
    "inspect, wants a file",
    "inspect a b, one file at a time",
    "inspect a --speed 2, for the bundled run",
    "--speed slow, must be real",
    "--speed 0, must be real",
    "--speed -3, must be real"
  })
  void parse_saysWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  private static Options parse(String line) {
    return Options.parse(Arrays.asList(line.split(" ")));
  }
}
