// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with the settings, in one message with a line for each. */
public final class InvalidConfigurationException extends IllegalArgumentException {
  @Serial
  private static final long serialVersionUID = 1;

  private final transient List<ConfigurationProblem> problems;

  InvalidConfigurationException(List<ConfigurationProblem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns each problem, in the order of the message. */
  public List<ConfigurationProblem> problems() {
    return problems;
  }

  private static String message(List<ConfigurationProblem> problems) {
    return problems.stream()
        .map(problem -> "  - " + problem)
        .collect(Collectors.joining(
            "\n",
            "Telemetry cannot start with "
                + (problems.size() == 1 ? "this setting" : "these settings")
                + ":\n",
            ""));
  }
}
