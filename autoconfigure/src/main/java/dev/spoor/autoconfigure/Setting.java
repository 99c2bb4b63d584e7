// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import java.util.Locale;

/**
 * Every setting of this module: an environment variable, which may also be a system property in
 * lower case with dots. {@code docs/autoconfigure.md} shows this table; a test compares the two.
 */
enum Setting {
  PROFILE("SPOOR_PROFILE", "none"),
  CONTENT_EXPORT("SPOOR_CONTENT_EXPORT", "all"),
  FOREIGN_COST("SPOOR_FOREIGN_COST", "true"),
  KEEP_ERRORS("SPOOR_KEEP_ERRORS", "false"),
  KEEP_SLOWER_THAN("SPOOR_KEEP_SLOWER_THAN", "off"),
  KEEP_COSTLIER_THAN("SPOOR_KEEP_COSTLIER_THAN", "off"),
  SHUTDOWN_TIMEOUT("SPOOR_SHUTDOWN_TIMEOUT", "10s"),
  PRICES("SPOOR_PRICES", "none");

  final String variable;
  final String property;
  final String defaultValue;

  Setting(String variable, String defaultValue) {
    this.variable = variable;
    this.defaultValue = defaultValue;
    property = propertyOf(variable);
  }

  /** Returns the system property, and OpenTelemetry's own name, of a variable. */
  static String propertyOf(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** Returns the variable of a property. */
  static String variableOf(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
