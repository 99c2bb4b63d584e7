// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether prompts, answers, tool arguments and tool results are written to spans. Lengths always
 * are.
 */
public enum ContentCapture {
  /** No content: the default. */
  OFF,
  /** Prompts, answers, tool arguments and results, without the model's thinking. */
  ON,
  /** As {@link #ON}, and the model's thinking. */
  ON_WITH_THINKING;

  /**
   * The environment variable, and the system property in lower case with dots, that sets the
   * default.
   */
  public static final String VARIABLE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

  private static final String PROPERTY = "otel.instrumentation.genai.capture-message-content";

  /**
   * Returns what the system property or the environment asks for; {@link #OFF} if they say nothing.
   */
  static ContentCapture configured() {
    String property = System.getProperty(PROPERTY);
    return parse(property == null ? System.getenv(VARIABLE) : property);
  }

  /**
   * Understands {@code true} and the values of the Python instrumentations; events are not what we
   * write.
   */
  static ContentCapture parse(@Nullable String value) {
    if (value == null) {
      return OFF;
    }
    return switch (value.trim().toUpperCase(Locale.ROOT)) {
      case "TRUE", "SPAN_ONLY", "SPAN_AND_EVENT" -> ON;
      default -> OFF;
    };
  }

  boolean isOn() {
    return this != OFF;
  }
}
