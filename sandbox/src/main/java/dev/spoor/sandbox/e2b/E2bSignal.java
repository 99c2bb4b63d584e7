// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

/** A signal that E2B can send to a process. */
public enum E2bSignal {
  /** Asks the process to end ({@code SIGTERM}); it may tidy up, or take no notice. */
  TERMINATE("SIGNAL_SIGTERM"),

  /** Ends the process ({@code SIGKILL}). */
  KILL("SIGNAL_SIGKILL");

  private final String wireName;

  E2bSignal(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }
}
