// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.File;
import java.util.Map;

/**
 * Reads signals out of exit codes. Java tells a process that a signal ended as 128 and the signal's
 * number; shells and programs that handle a signal use the same convention for themselves.
 */
final class ExitSignals {
  private static final boolean POSIX = File.separatorChar == '/';

  /** The code of a process that Java has killed. */
  static final int KILLED_CODE = POSIX ? 128 + 9 : 1;

  /**
   * Signals that have the same number on Linux and macOS and whose codes have no other use: 128 and
   * 129 are failures of git.
   */
  private static final Map<Integer, String> NAMES = Map.of(
      2, "INT",
      3, "QUIT",
      4, "ILL",
      6, "ABRT",
      8, "FPE",
      9, "KILL",
      11, "SEGV",
      13, "PIPE",
      14, "ALRM",
      15, "TERM");

  private ExitSignals() {}

  /** Returns the exit that {@code code} tells of; it keeps the code. */
  static ExecExit exit(int code) {
    return POSIX ? new ExecExit(code, NAMES.get(code - 128), false) : ExecExit.exited(code);
  }
}
