// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that the user reads it all at once. For one thread. */
final class ConfigurationProblems {
  private final List<ConfigurationProblem> found = new ArrayList<>();

  void add(Setting setting, String value, String expected, String remedy) {
    add(setting.variable, value, expected, remedy);
  }

  void add(String variable, String value, String expected, String remedy) {
    found.add(new ConfigurationProblem(variable, value, expected, remedy));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Returns nothing if nothing is wrong.
   *
   * @throws InvalidConfigurationException with all that was found
   */
  void raise() {
    if (!found.isEmpty()) {
      throw new InvalidConfigurationException(found);
    }
  }
}
