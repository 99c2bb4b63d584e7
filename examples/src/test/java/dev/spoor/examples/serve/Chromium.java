// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window, in a process of its own with a profile of its own. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
  private static final int SECONDS_TO_STOP = 10;
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final Path profile;
  private final DevTools tools;

  /** Returns the program, if this machine has one. */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path program) {
    try {
      return new Chromium(program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Chromium(Path program) throws IOException {
    profile = Files.createTempDirectory("spoor-chromium");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(
        "--headless=new",
        // As root, and in containers, there is no other way; it sees our own pages alone.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--no-proxy-server",
        "--remote-debugging-port=0",
        "--user-data-dir=" + profile,
        "about:blank"));
    process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
    tools = DevTools.connect(address());
  }

  private URI address() throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(LISTENING)) {
        drain(out);
        return URI.create(line.substring(LISTENING.length()).strip());
      }
      said.append(line).append('\n');
    }
    throw new IOException("Chromium did not start: " + said);
  }

  private static void drain(BufferedReader out) {
    var thread = new Thread(() -> out.lines().forEach(line -> {}), "chromium-output");
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens a tab of this size, in pixels. */
  Tab open(int width, int height, boolean dark) {
    return Tab.open(tools, width, height, dark);
  }

  @Override
  public void close() {
    tools.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
      deleteProfile();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteProfile() {
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A helper process may still write there; the system cleans its temporary files.
    }
  }
}
