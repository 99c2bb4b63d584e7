// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the command line in this process, which is quicker than in one of its own. */
record CommandLine(int exitCode, String out, String err) {

  static CommandLine run(byte[] in, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal = new Terminal(false, 24, 80, new Palette(false));
    int exitCode = new Main(new ByteArrayInputStream(in), print(out), print(err), terminal)
        .run(List.of(arguments));
    return new CommandLine(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Returns what {@code inspect - --json} says of {@code recording}. */
  static Map<String, @Nullable Object> inspect(String recording) {
    CommandLine done = run(recording.getBytes(StandardCharsets.UTF_8), "inspect", "-", "--json");
    if (done.exitCode() != 0) {
      throw new AssertionError("exit code " + done.exitCode() + ": " + done.err());
    }
    return Json.object(done.out());
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
