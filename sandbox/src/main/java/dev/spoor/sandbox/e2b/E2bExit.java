// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import dev.spoor.sandbox.ExecExit;
import dev.spoor.sandbox.internal.JsonTree;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how a process ended. */
final class E2bExit {
  private static final String SIGNAL = "signal: ";

  /** As Go's runtime names them. */
  private static final Map<String, String> SIGNALS = Map.of(
      "killed", "KILL",
      "terminated", "TERM",
      "interrupt", "INT",
      "hangup", "HUP",
      "aborted", "ABRT",
      "segmentation fault", "SEGV",
      "broken pipe", "PIPE");

  private E2bExit() {}

  /** A code that is left out is 0: JSON of protocol buffers leaves out what is zero. */
  static ExecExit of(Map<String, Object> end) {
    String status = JsonTree.asString(end.get("status"));
    if (status != null && status.startsWith(SIGNAL)) {
      return ExecExit.signalled(signal(status.substring(SIGNAL.length())));
    }
    Object code = end.get("exitCode");
    if (code == null) {
      return Boolean.TRUE.equals(end.get("exited"))
          ? ExecExit.exited(0)
          : new ExecExit(null, null, false);
    }
    return code instanceof Long number
        ? ExecExit.exited(number.intValue())
        : new ExecExit(null, null, false);
  }

  private static String signal(String words) {
    // A core dump is told behind the name, in parentheses.
    int parenthesis = words.indexOf(" (");
    String name = parenthesis < 0 ? words : words.substring(0, parenthesis);
    @Nullable String known = SIGNALS.get(name);
    return known == null ? name.toUpperCase(Locale.ROOT).replace(' ', '_') : known;
  }
}
