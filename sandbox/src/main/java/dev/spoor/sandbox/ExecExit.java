// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * How a process ended. Exactly what is known is set: a process that a signal ended may have no
 * code, and a code that is not known is null, never 0. A local process has both when a signal that
 * was not ours ended it, for all that Java tells is 128 and the signal's number.
 *
 * @param code the exit code, or null when there was none
 * @param signal the name of the signal that ended the process ({@code KILL}), or null
 * @param timedOut whether the process was killed because its time was up
 */
public record ExecExit(@Nullable Integer code, @Nullable String signal, boolean timedOut) {
  /** Returns the exit of a process that ended by itself with {@code code}. */
  public static ExecExit exited(int code) {
    return new ExecExit(code, null, false);
  }

  /** Returns the exit of a process that {@code signal} ended. */
  public static ExecExit signalled(String signal) {
    return new ExecExit(null, signal, false);
  }

  /** Returns the exit of a process that was killed because its time was up. */
  public static ExecExit timeout() {
    return new ExecExit(null, "KILL", true);
  }

  /** Returns whether the process ended by itself with code 0. */
  public boolean isZero() {
    return code != null && code == 0 && !timedOut;
  }
}
