// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

/** How exits are told in spans and metrics. */
final class Exits {
  /** There was no exit: the command did not start, or its end is not known. */
  static final String NONE = "none";

  private Exits() {}

  /** Returns one of a few words, for a metric. */
  static String metricClass(ExecExit exit) {
    if (exit.timedOut()) {
      return "timeout";
    }
    if (exit.signal() != null) {
      return "signal";
    }
    Integer code = exit.code();
    if (code == null) {
      return NONE;
    }
    return code == 0 ? "0" : "nonzero";
  }

  static String errorType(ExecExit exit) {
    return exit.signal() == null ? "unknown_exit" : "signal_" + exit.signal();
  }

  static String message(ExecExit exit) {
    return exit.signal() == null
        ? "The process ended, and the sandbox did not say how."
        : "Signal: " + exit.signal();
  }

  /** Cuts {@code text} without breaking a character in two. */
  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }
}
