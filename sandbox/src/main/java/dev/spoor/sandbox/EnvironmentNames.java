// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

/**
 * The names that propagation fields have in a process environment, as OpenTelemetry's specification
 * of environment variable carriers has them: upper case ASCII letters, digits and underscores.
 */
final class EnvironmentNames {
  static final String TRACEPARENT = "TRACEPARENT";
  static final String TRACESTATE = "TRACESTATE";
  static final String BAGGAGE = "BAGGAGE";

  private EnvironmentNames() {}

  /** Returns the name of an environment variable for the propagation field {@code field}. */
  static String of(String field) {
    return switch (field) {
      case "traceparent" -> TRACEPARENT;
      case "tracestate" -> TRACESTATE;
      case "baggage" -> BAGGAGE;
      default -> normalize(field);
    };
  }

  /** Returns whether {@code name} is what {@link #of} would return for some field. */
  static boolean isNormalized(String name) {
    if (name.isEmpty() || isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isAllowed(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static String normalize(String field) {
    if (field.isEmpty()) {
      return "_";
    }
    StringBuilder name = new StringBuilder(field.length() + 1);
    if (isDigit(field.charAt(0))) {
      name.append('_');
    }
    for (int i = 0; i < field.length(); i++) {
      char c = asciiUpper(field.charAt(i));
      name.append(isAllowed(c) ? c : '_');
    }
    return name.toString();
  }

  private static char asciiUpper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
