// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Builds a {@link LocalSandbox}. Not safe for use by many threads. */
public final class LocalSandboxBuilder {
  final Map<String, String> environment = new HashMap<>();
  boolean inheritEnvironment = true;
  Executor executor = DaemonThreads.INSTANCE;

  @Nullable Path directory;

  LocalSandboxBuilder() {}

  /**
   * Sets whether processes get the environment of this one, the variables that carry a trace left
   * out. Without it they have only what they are given; mind {@code PATH}. Default: true.
   */
  public LocalSandboxBuilder setInheritEnvironment(boolean inheritEnvironment) {
    this.inheritEnvironment = inheritEnvironment;
    return this;
  }

  /** Adds a variable for all processes; a command's own variable wins. Default: none. */
  public LocalSandboxBuilder addEnvironment(String name, String value) {
    // A command checks what variables can be.
    environment.putAll(
        ExecSpec.builder("env").addEnvironment(name, value).build().environment());
    return this;
  }

  /** Sets the directory that commands run in which name none. Default: that of this process. */
  public LocalSandboxBuilder setDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          directory + " is no directory. Expected one that exists, for commands to run in.");
    }
    this.directory = directory;
    return this;
  }

  /**
   * Sets what runs the two or three short loops that move the bytes of a process. Each blocks for
   * as long as the process runs: give it threads without a limit, virtual ones for instance.
   * Default: a daemon thread each.
   */
  public LocalSandboxBuilder setExecutor(Executor executor) {
    this.executor = requireNonNull(executor, "executor");
    return this;
  }

  /** Returns the sandbox. */
  public LocalSandbox build() {
    return new LocalSandbox(this);
  }
}
