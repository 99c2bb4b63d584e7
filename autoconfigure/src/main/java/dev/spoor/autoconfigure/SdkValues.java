// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads settings of OpenTelemetry's own, and reports those that are no value of their kind. */
final class SdkValues {
  static final String HIDDEN = "(hidden)";

  private final ConfigProperties config;
  private final ConfigurationProblems problems;

  SdkValues(ConfigProperties config, ConfigurationProblems problems) {
    this.config = config;
    this.problems = problems;
  }

  @Nullable String text(String property) {
    String value = config.getString(property);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Returns the parts between commas. */
  List<String> list(String property) {
    String value = text(property);
    var parts = new ArrayList<String>();
    if (value != null) {
      for (String part : value.split(",", -1)) {
        if (!part.isBlank()) {
          parts.add(part.strip());
        }
      }
    }
    return parts;
  }

  void oneOf(String property, Collection<String> known, String remedy) {
    String value = text(property);
    if (value != null && !known.contains(value)) {
      report(property, value, "one of " + sorted(known), remedy);
    }
  }

  void duration(String property, boolean zero) {
    String value = text(property);
    if (value == null) {
      return;
    }
    try {
      Duration duration = config.getDuration(property);
      if (duration != null && !duration.isNegative() && (zero || !duration.isZero())) {
        return;
      }
    } catch (RuntimeException e) {
      // Told below.
    }
    report(
        property,
        value,
        "milliseconds, or a duration with its unit (ms, s, m, h, d)",
        "Set " + Setting.variableOf(property) + "=5s, for example.");
  }

  void count(String property, int least, int most) {
    String value = text(property);
    if (value == null) {
      return;
    }
    try {
      int count = Integer.parseInt(value);
      if (count >= least && count <= most) {
        return;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    report(
        property,
        value,
        "a whole number from " + least + " to " + most,
        "Correct it, or leave it unset.");
  }

  /** Returns a count without a word about what is wrong with it, or null if something is. */
  @Nullable Integer quietCount(String property) {
    try {
      return config.getInt(property);
    } catch (RuntimeException e) {
      return null;
    }
  }

  void truth(String property) {
    String value = text(property);
    if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      report(property, value, "true or false", "Set one of them, or leave it unset.");
    }
  }

  void report(String property, String value, String expected, String remedy) {
    problems.add(Setting.variableOf(property), value, expected, remedy);
  }

  static String sorted(Collection<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
