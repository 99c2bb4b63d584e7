// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.cost.CostCalculator;
import dev.spoor.cost.PriceCatalog;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of this module say. Reading never throws: what cannot be is told to the
 * problems, and its default is taken.
 */
final class Settings {
  private static final Duration SHUTDOWN = Duration.ofSeconds(10);

  private final ConfigProperties config;
  private final ConfigurationProblems problems;

  Settings(ConfigProperties config, ConfigurationProblems problems) {
    this.config = config;
    this.problems = problems;
  }

  /** Reads every setting, for the sake of its problems. */
  void check() {
    profile();
    isContentForLangfuseOnly();
    foreignCost(true);
    keepRule();
    shutdownTimeout();
  }

  @Nullable Profile profile() {
    String name = text(Setting.PROFILE);
    if (name == null) {
      return null;
    }
    for (Profile profile : Profile.values()) {
      if (profile.name().equalsIgnoreCase(name)) {
        return profile;
      }
    }
    String names = Arrays.stream(Profile.values())
        .map(profile -> profile.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
    problems.add(Setting.PROFILE, name, "one of " + names, "Choose one, or leave it unset.");
    return null;
  }

  boolean isContentForLangfuseOnly() {
    String value = text(Setting.CONTENT_EXPORT);
    if (value == null || value.equalsIgnoreCase("all")) {
      return false;
    }
    if (!value.equalsIgnoreCase("langfuse")) {
      problems.add(
          Setting.CONTENT_EXPORT,
          value,
          "all or langfuse",
          "Set langfuse to keep prompts and outputs out of every other exporter.");
    }
    // In doubt, content stays in.
    return true;
  }

  boolean foreignCost(boolean defaultValue) {
    return truth(Setting.FOREIGN_COST, defaultValue);
  }

  TailRule keepRule() {
    return new TailRule(
        truth(Setting.KEEP_ERRORS, false), duration(Setting.KEEP_SLOWER_THAN, null), dollars());
  }

  Duration shutdownTimeout() {
    Duration timeout = duration(Setting.SHUTDOWN_TIMEOUT, SHUTDOWN);
    return timeout == null ? SHUTDOWN : timeout;
  }

  /** Returns the calculator with the host's price file, if there is one. */
  CostCalculator calculator() {
    String path = text(Setting.PRICES);
    if (path != null) {
      try {
        var catalog = PriceCatalog.builder().addFile(Path.of(path)).build();
        return CostCalculator.builder().setCatalog(catalog).build();
      } catch (IllegalArgumentException e) {
        problems.add(Setting.PRICES, path, "a file of prices", String.valueOf(e.getMessage()));
      }
    }
    return CostCalculator.builder().setCatalog(PriceCatalog.shipped()).build();
  }

  private @Nullable BigDecimal dollars() {
    String value = text(Setting.KEEP_COSTLIER_THAN);
    if (value == null) {
      return null;
    }
    try {
      var dollars = new BigDecimal(value);
      if (dollars.signum() >= 0) {
        return dollars;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    problems.add(
        Setting.KEEP_COSTLIER_THAN,
        value,
        "an amount of US dollars",
        "Set " + Setting.KEEP_COSTLIER_THAN.variable + "=0.50, for example.");
    return null;
  }

  private @Nullable Duration duration(Setting setting, @Nullable Duration defaultValue) {
    String value = text(setting);
    if (value == null) {
      return defaultValue;
    }
    try {
      Duration duration = config.getDuration(setting.property);
      if (duration != null && !duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (RuntimeException e) {
      // Told below.
    }
    problems.add(
        setting,
        value,
        "a duration with its unit: ms, s, m, h or d",
        "Set " + setting.variable + "=30s, for example.");
    return defaultValue;
  }

  private boolean truth(Setting setting, boolean defaultValue) {
    String value = text(setting);
    if (value == null) {
      return defaultValue;
    }
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    if (!value.equalsIgnoreCase("false")) {
      problems.add(setting, value, "true or false", "Set one of them, or leave it unset.");
      return defaultValue;
    }
    return false;
  }

  private @Nullable String text(Setting setting) {
    String value = config.getString(setting.property);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
