// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static dev.spoor.sandbox.EnvironmentNames.BAGGAGE;
import static dev.spoor.sandbox.EnvironmentNames.TRACEPARENT;
import static dev.spoor.sandbox.EnvironmentNames.TRACESTATE;

import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes what propagators write and turns it into environment variables. The three W3C fields have
 * places of their own: with them, an injection costs fewer bytes than one into a small map.
 */
final class EnvironmentCarrier {
  static final TextMapSetter<EnvironmentCarrier> SETTER = EnvironmentCarrier::set;

  /** Windows allows no longer variable; Linux allows four times as much. */
  private static final int MAX_VALUE_LENGTH = 32_000;

  private @Nullable String traceparent;
  private @Nullable String tracestate;
  private @Nullable String baggage;
  private @Nullable Map<String, String> others;

  private static void set(
      @Nullable EnvironmentCarrier carrier, @Nullable String field, @Nullable String value) {
    if (carrier != null && field != null && value != null && isSafe(value)) {
      carrier.put(EnvironmentNames.of(field), value);
    }
  }

  private void put(String name, String value) {
    switch (name) {
      case TRACEPARENT -> traceparent = value;
      case TRACESTATE -> tracestate = value;
      case BAGGAGE -> baggage = value;
      default -> {
        if (others == null) {
          others = new HashMap<>();
        }
        others.put(name, value);
      }
    }
  }

  /** Returns an immutable map of all variables that were set. */
  Map<String, String> toMap() {
    ContextVariables known = new ContextVariables(traceparent, tracestate, baggage);
    if (others == null) {
      return known;
    }
    others.putAll(known);
    return Map.copyOf(others);
  }

  /** NUL ends a variable, and line breaks end one in the files that some runtimes read. */
  private static boolean isSafe(String value) {
    return value.length() <= MAX_VALUE_LENGTH
        && value.indexOf('\0') < 0
        && value.indexOf('\n') < 0
        && value.indexOf('\r') < 0;
  }
}
