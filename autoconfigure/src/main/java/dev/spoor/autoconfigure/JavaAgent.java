// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

/** The OpenTelemetry Java agent, whose SDK is the only one where it runs. */
final class JavaAgent {
  /** Returns whether the agent runs in this JVM. */
  static boolean isPresent() {
    try {
      // Of the bootstrap loader, where the agent puts itself when it starts: its jar on the class
      // path starts nothing.
      Class.forName("io.opentelemetry.javaagent.bootstrap.AgentInitializer", false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private JavaAgent() {}
}
