// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The command line in a process of its own, with nothing but the environment that it is given. */
public final class SpoorProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  /** A process that has ended. */
  public record Ended(int exitCode, String out, String err) {}

  private final Process process;
  private final Path out;
  private final Path err;

  public static Ended run(Map<String, String> environment, String... arguments) {
    return run("", environment, arguments);
  }

  public static Ended run(String in, Map<String, String> environment, String... arguments) {
    try (var started = new SpoorProcess(environment, arguments)) {
      try (var stdin = started.process.getOutputStream()) {
        stdin.write(in.getBytes(StandardCharsets.UTF_8));
      }
      return started.await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SpoorProcess start(Map<String, String> environment, String... arguments) {
    try {
      return new SpoorProcess(environment, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SpoorProcess(Map<String, String> environment, String... arguments) throws IOException {
    out = Files.createTempFile("spoor", ".out");
    err = Files.createTempFile("spoor", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.spoor.examples.Main");
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name ->
            name.startsWith("OTEL_") || name.startsWith("LANGFUSE_") || name.startsWith("SPOOR_"));
    builder.environment().putAll(environment);
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /** Waits until the process has ended. */
  public Ended await() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + err());
      }
      return new Ended(process.exitValue(), out(), err());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Waits until the process has written {@code text} to its standard error. */
  public void awaitErr(String text) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!err().contains(text)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("expected " + text + ", but got " + err());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Waits for the first line of its standard output, and returns it. */
  public String awaitOut() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (String said = out(); ; said = out()) {
      if (said.contains("\n")) {
        return said.substring(0, said.indexOf('\n'));
      }
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("expected a line, but got " + said + err());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Asks the process to end, as the system does when it shuts down. */
  public Ended terminate() {
    return terminate(() -> {});
  }

  /** Asks the process to end, does {@code then}, and waits for the end. */
  public Ended terminate(Runnable then) {
    process.destroy();
    then.run();
    return await();
  }

  /** Sends a signal, such as INT for Ctrl-C, and waits this long for the end. */
  public Ended signal(String name, Duration patience) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .start()
          .waitFor();
      assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
          .as("ended %s after SIG%s", patience, name)
          .isTrue();
      return await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Returns the processes that it has started and that run. */
  public List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
