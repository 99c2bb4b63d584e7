// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds an {@link ExecSpec}. Not safe for use by many threads. */
public final class ExecSpecBuilder {
  final List<String> arguments = new ArrayList<>();
  final Map<String, String> environment = new HashMap<>();

  @Nullable String directory;

  @Nullable Duration timeout;

  byte @Nullable [] stdin;

  ExecSpecBuilder(List<String> arguments) {
    arguments.forEach(this::addArgument);
  }

  /** Adds an argument after those there are. */
  public ExecSpecBuilder addArgument(String argument) {
    arguments.add(ExecSpec.requireText(argument, "argument"));
    return this;
  }

  /** Adds a variable to the environment. Default: none. */
  public ExecSpecBuilder addEnvironment(String name, String value) {
    ExecSpec.requireText(name, "variable name");
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("\"" + name
          + "\" is no name of a variable. Expected one or more characters without \"=\".");
    }
    environment.put(name, ExecSpec.requireText(value, "variable " + name));
    return this;
  }

  /** Adds variables to the environment. */
  public ExecSpecBuilder addEnvironment(Map<String, String> variables) {
    variables.forEach(this::addEnvironment);
    return this;
  }

  /** Sets the directory that the command runs in. Default: the sandbox's choice. */
  public ExecSpecBuilder setDirectory(String directory) {
    this.directory = ExecSpec.requireText(directory, "directory");
    return this;
  }

  /** Sets the time after which the process is killed. Default: none. */
  public ExecSpecBuilder setTimeout(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "The timeout of a command is " + timeout + ". Expected more than zero.");
    }
    this.timeout = timeout;
    return this;
  }

  /** Sets the bytes that the process reads from standard input. Default: an empty input. */
  public ExecSpecBuilder setStdin(byte[] stdin) {
    this.stdin = stdin.clone();
    return this;
  }

  /**
   * Sets the text that the process reads from standard input, as UTF-8. Default: an empty input.
   */
  public ExecSpecBuilder setStdin(String stdin) {
    this.stdin = stdin.getBytes(UTF_8);
    return this;
  }

  /**
   * Returns the command.
   *
   * @throws IllegalStateException when there is no program
   */
  public ExecSpec build() {
    if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
      throw new IllegalStateException(
          "The command has no program. Expected its name or path as the first argument.");
    }
    return new ExecSpec(this);
  }
}
