// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Checks that Java can hand text to a process as it is. Where a machine has no locale, as in many
 * containers, Java writes a question mark for what is not ASCII: a prompt would arrive changed, and
 * nobody would know.
 */
final class NativeText {
  private static final int FIRST_WITH_NATIVE_ENCODING = 18;

  private NativeText() {}

  static void check(ExecSpec command) throws IOException {
    check(command, charset());
  }

  static void check(ExecSpec command, Charset charset) throws IOException {
    if (charset.equals(StandardCharsets.UTF_8) || File.separatorChar == '\\') {
      return;
    }
    for (int i = 0; i < command.arguments().size(); i++) {
      check(command.arguments().get(i), "argument " + i + " of " + command, charset);
    }
    for (String name : command.environment().keySet()) {
      check(name + command.environment().get(name), "variable " + name, charset);
    }
  }

  private static void check(String text, String what, Charset charset) throws IOException {
    if (!charset.newEncoder().canEncode(text)) {
      throw new IOException("The " + what + " has characters that this Java cannot give to a"
          + " process: it writes " + charset + " here. Start it in a UTF-8 locale"
          + " (LC_ALL=C.UTF-8), or send the text by standard input.");
    }
  }

  /** Java 17 encodes what processes get by its default, later ones by the system's. */
  private static Charset charset() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return Runtime.version().feature() >= FIRST_WITH_NATIVE_ENCODING && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }
}
