// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A {@link Sink} in a process of its own, and other main classes in processes of their own. */
final class SinkProcess implements AutoCloseable {
  private final Process process;
  private final String url;

  /** Starts a sink at a free port. */
  SinkProcess() throws IOException {
    this(0);
  }

  SinkProcess(int port) throws IOException {
    process = start(command(List.of("-Xmx128m"), Sink.class, List.of(String.valueOf(port))));
    // Left open: the sink ends when its standard input does.
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    url = "http://127.0.0.1:" + out.readLine();
  }

  String url() {
    return url;
  }

  /** Runs {@code main} and returns what it printed. */
  static String run(List<String> options, Class<?> main, List<String> arguments)
      throws IOException {
    return run(command(options, main, arguments));
  }

  /** Runs {@code command} and returns what it printed. */
  static String run(List<String> command) throws IOException {
    Process child = start(command);
    return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
