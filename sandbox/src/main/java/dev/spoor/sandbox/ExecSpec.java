// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command: a program with its arguments, environment, directory, time limit and input. Immutable
 * and safe for use by many threads.
 *
 * <p>Text that others wrote, such as a prompt, is safe as an argument, a variable or input here,
 * for no shell reads it. It is not safe inside the text of {@code sh -c}.
 */
public final class ExecSpec {
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final @Nullable String directory;
  private final @Nullable Duration timeout;
  private final byte @Nullable [] stdin;

  /** Returns a command of a program and its arguments, with nothing else set. */
  public static ExecSpec of(String... arguments) {
    return builder(arguments).build();
  }

  /** Returns a builder of a command of a program and its arguments. */
  public static ExecSpecBuilder builder(String... arguments) {
    return new ExecSpecBuilder(Arrays.asList(arguments));
  }

  /** Returns a builder of a command of a program and its arguments. */
  public static ExecSpecBuilder builder(List<String> arguments) {
    return new ExecSpecBuilder(arguments);
  }

  ExecSpec(ExecSpecBuilder builder) {
    arguments = List.copyOf(builder.arguments);
    environment = Map.copyOf(builder.environment);
    directory = builder.directory;
    timeout = builder.timeout;
    stdin = builder.stdin;
  }

  /** Returns a builder that starts with all that this has. */
  public ExecSpecBuilder toBuilder() {
    ExecSpecBuilder builder = new ExecSpecBuilder(arguments);
    builder.environment.putAll(environment);
    builder.directory = directory;
    builder.timeout = timeout;
    builder.stdin = stdin;
    return builder;
  }

  /** Returns this command with {@code environment} in place of its own. */
  ExecSpec withEnvironment(Map<String, String> environment) {
    ExecSpecBuilder builder = toBuilder();
    builder.environment.clear();
    builder.environment.putAll(environment);
    return new ExecSpec(builder);
  }

  /** Returns the program and its arguments; never empty. */
  public List<String> arguments() {
    return arguments;
  }

  /** Returns the name of the program, without its directories. */
  public String programName() {
    String program = arguments.get(0);
    return program.substring(program.lastIndexOf('/') + 1);
  }

  /** Returns the variables that are added to the environment that the sandbox gives a process. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Returns the directory that the command runs in, or null for the sandbox's own choice. */
  public @Nullable String directory() {
    return directory;
  }

  /** Returns the time after which the process is killed, or null for none. */
  public @Nullable Duration timeout() {
    return timeout;
  }

  /** Returns a copy of the input, or null when there is none. */
  public byte @Nullable [] stdin() {
    return stdin == null ? null : stdin.clone();
  }

  /** Returns the input itself, for those who do not change it. */
  byte @Nullable [] sharedStdin() {
    return stdin;
  }

  /** Returns the program's name and the number of arguments: they may be secret. */
  @Override
  public String toString() {
    return "ExecSpec{" + programName() + ", " + (arguments.size() - 1) + " arguments}";
  }

  static String requireText(String text, String what) {
    if (requireNonNull(text, what).indexOf('\0') >= 0) {
      throw new IllegalArgumentException("The " + what
          + " of a command has NUL, which no process can take. Send such data by standard input.");
    }
    return text;
  }
}
