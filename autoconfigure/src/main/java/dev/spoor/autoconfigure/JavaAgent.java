// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

/** The OpenTelemetry Java agent, whose SDK is the only one where it runs. */
final class JavaAgent {
  /** Returns whether the agent was given to this JVM. */
  static boolean isPresent() {
    try {
      Class.forName(
          "io.opentelemetry.javaagent.OpenTelemetryAgent",
          false,
          ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private JavaAgent() {}
}
