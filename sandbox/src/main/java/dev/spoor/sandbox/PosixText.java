// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The little that we write for POSIX programs to read. */
final class PosixText {
  private PosixText() {}

  /** Nothing is special between single quotes but the quote itself, which must stand outside. */
  static String quote(String text) {
    refuseNul(text, "text");
    return "'" + text.replace("'", "'\\''") + "'";
  }

  static List<String> envPrefix(Map<String, String> environment) {
    List<String> arguments = new ArrayList<>(environment.size() + 1);
    arguments.add("env");
    environment.forEach((name, value) -> {
      checkName(name);
      refuseNul(value, name);
      arguments.add(name + "=" + value);
    });
    return List.copyOf(arguments);
  }

  /** {@code env} takes a word that begins with a dash for an option. */
  private static void checkName(String name) {
    if (name.isEmpty()
        || name.charAt(0) == '-'
        || name.indexOf('=') >= 0
        || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "\"" + name.replace('\0', '?') + "\" cannot be set by env. Expected a name without \"=\""
              + " and NUL that does not begin with \"-\".");
    }
  }

  private static void refuseNul(String text, String what) {
    int index = text.indexOf('\0');
    if (index >= 0) {
      throw new IllegalArgumentException("The value of " + what + " has NUL at index " + index
          + ", which no argument can hold. Send it by standard input or as a file.");
    }
  }
}
