// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for. {@code speed} is how many times faster than real the bundled run
 * is replayed; {@link Double#POSITIVE_INFINITY} is without pauses.
 */
record Options(Command command, @Nullable String file, double speed, boolean json, boolean keep) {
  enum Command {
    REPLAY,
    INSPECT,
    HELP,
    VERSION
  }

  private static final double FAST = Double.POSITIVE_INFINITY;
  private static final double REAL = 1;
  private static final Pattern FACTOR = Pattern.compile("([0-9]{1,6}(\\.[0-9]{1,6})?)x?");
  private static final String HINT = " Try: spoor --help";

  static Options parse(List<String> arguments) {
    return new Parser(arguments).parse();
  }

  private static final class Parser {
    private final Deque<String> left;
    private Command command = Command.REPLAY;
    private @Nullable String file;
    private @Nullable Double speed;
    private boolean json;
    private boolean keep;

    Parser(List<String> arguments) {
      left = new ArrayDeque<>(arguments);
    }

    Options parse() {
      if ("inspect".equals(left.peek())) {
        left.remove();
        command = Command.INSPECT;
      }
      while (!left.isEmpty()) {
        read(left.remove());
      }
      check();
      return new Options(command, file, speed == null ? REAL : speed, json, keep);
    }

    private void read(String argument) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--speed=")) {
        speed = factor(argument.substring(equals + 1));
        return;
      }
      switch (argument) {
        case "--json" -> json = true;
        case "--keep" -> keep = true;
        case "--speed" -> speed = factor(hasValue() ? left.remove() : "fast");
        case "--help", "-h" -> command = Command.HELP;
        case "--version" -> command = Command.VERSION;
        default -> operand(argument);
      }
    }

    private boolean hasValue() {
      String next = left.peek();
      return next != null && !next.startsWith("--");
    }

    private void operand(String argument) {
      if (argument.startsWith("-") && !argument.equals("-")) {
        throw new UsageException("unknown option " + argument + "." + HINT);
      }
      if (command == Command.REPLAY) {
        throw new UsageException("unknown command " + argument + "." + HINT);
      }
      if (file != null) {
        throw new UsageException("one file at a time, but got " + file + " and " + argument + ".");
      }
      file = argument;
    }

    private void check() {
      if (command == Command.INSPECT && file == null) {
        throw new UsageException("inspect wants a file, or - for standard input." + HINT);
      }
      if (command == Command.INSPECT && speed != null) {
        throw new UsageException(
            "--speed is for the bundled run; inspect reads as fast as it can.");
      }
    }

    private static double factor(String text) {
      if (text.equals("fast")) {
        return FAST;
      }
      if (text.equals("real")) {
        return REAL;
      }
      var matcher = FACTOR.matcher(text);
      double factor = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
      if (factor == 0) {
        throw new UsageException(
            "--speed is " + text + ", but must be real, fast or a factor such as 4.");
      }
      return factor;
    }
  }
}
