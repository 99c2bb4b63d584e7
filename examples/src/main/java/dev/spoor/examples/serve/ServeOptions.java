// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.examples.UsageException;
import java.util.Iterator;
import java.util.List;

/** Where to serve, 0 for a free port, and how many agents may run at once. */
record ServeOptions(int port, int maxRuns) {
  private static final int DEFAULT_PORT = 8080;
  private static final int LARGEST_PORT = 65_535;
  static final int DEFAULT_MAX_RUNS = 64;
  private static final int LARGEST_MAX_RUNS = 1_000;

  /** Reads {@code --port N} and {@code --max-runs N}, also with an equals sign. */
  static ServeOptions parse(List<String> arguments) {
    int port = DEFAULT_PORT;
    int maxRuns = DEFAULT_MAX_RUNS;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String[] option = rest.next().split("=", 2);
      String value = option.length > 1 ? option[1] : rest.hasNext() ? rest.next() : "missing";
      switch (option[0]) {
        case "--port" -> port = number("--port", value, 0, LARGEST_PORT);
        case "--max-runs" -> maxRuns = number("--max-runs", value, 1, LARGEST_MAX_RUNS);
        default ->
          throw new UsageException(
              "serve takes --port N and --max-runs N and nothing else. Try: spoor --help");
      }
    }
    return new ServeOptions(port, maxRuns);
  }

  private static int number(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UsageException(
        option + " is " + text + ", but must be a number from " + least + " to " + most + ".");
  }
}
