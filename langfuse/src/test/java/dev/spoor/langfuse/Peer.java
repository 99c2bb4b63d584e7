// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * An official SDK of Langfuse in a process of its own. It is installed once, below {@code target},
 * from the registry that npm or pip is set to; without the program or the network the test that
 * asked for it is skipped and says so.
 */
final class Peer {
  private static final Duration INSTALLING = Duration.ofMinutes(3);
  private static final Duration RUNNING = Duration.ofMinutes(1);
  private final Path directory;
  private final String requirements;
  private final List<List<String>> installation;
  private final List<String> run;

  static Peer node() {
    return new Peer(
        "node",
        "package.json",
        "workload.mjs",
        List.of(List.of(
            "npm",
            "install",
            "--legacy-peer-deps",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--fetch-retries=0",
            "--fetch-timeout=20000")),
        List.of("node", "workload.mjs"));
  }

  static Peer python() {
    return new Peer(
        "python",
        "requirements.txt",
        "workload.py",
        List.of(
            List.of("python3", "-m", "venv", "venv"),
            List.of(
                "venv/bin/pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--retries=0",
                "--timeout=20",
                "--requirement=requirements.txt")),
        List.of("venv/bin/python", "workload.py"));
  }

  private Peer(
      String name,
      String requirements,
      String workload,
      List<List<String>> installation,
      List<String> run) {
    this.requirements = requirements;
    this.installation = installation;
    this.run = run;
    directory = Path.of("target", "peers", name).toAbsolutePath();
    try {
      Files.createDirectories(directory);
      for (String file : List.of(requirements, workload)) {
        try (InputStream in = Peer.class.getResourceAsStream("/peers/" + name + "/" + file)) {
          Files.copy(
              Objects.requireNonNull(in, file),
              directory.resolve(file),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does the work with {@code variables} added to the environment, and waits for its end. */
  void run(Map<String, String> variables) throws IOException, InterruptedException {
    install();
    String said = execute(run, variables, RUNNING);
    if (said != null) {
      throw new AssertionError("The official SDK failed: " + said);
    }
  }

  private void install() throws IOException, InterruptedException {
    Path installed = directory.resolve("installed");
    String wanted = Files.readString(directory.resolve(requirements));
    if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
      return;
    }
    for (List<String> command : installation) {
      String said = execute(command, Map.of(), INSTALLING);
      if (said != null) {
        abort("The official SDK cannot be installed: " + command.get(0) + " says " + said);
      }
    }
    Files.writeString(installed, wanted);
  }

  /** Returns null, or what the command said if it failed. */
  private @org.jspecify.annotations.Nullable String execute(
      List<String> command, Map<String, String> variables, Duration limit)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LANGFUSE_"));
    builder.environment().putAll(variables);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return "it cannot be started: " + e.getMessage();
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return "nothing within " + limit;
      }
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue() == 0 ? null : Files.readString(output, StandardCharsets.UTF_8);
  }
}
