// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.examples.BundledRun;
import dev.spoor.sandbox.PythonFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** What the scripted agent needs in its sandbox: its program, its script, and {@code spoor.py}. */
record AgentFiles(Path directory) implements AutoCloseable {
  /** Writes the files to a directory of their own. */
  static AgentFiles write() {
    try {
      var files = new AgentFiles(Files.createTempDirectory("spoor-agent"));
      PythonFile.SPOOR.writeTo(files.directory);
      Files.write(files.directory.resolve("agent.py"), program());
      Files.write(files.directory.resolve("run.jsonl"), BundledRun.lines());
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the agent's files to a temporary directory", e);
    }
  }

  private static byte[] program() throws IOException {
    try (InputStream in = AgentFiles.class.getResourceAsStream("agent.py")) {
      return Objects.requireNonNull(in, "agent.py").readAllBytes();
    }
  }

  /** Deletes the files; may be called twice. */
  @Override
  public void close() {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        Files.deleteIfExists(entry);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // It is in the system's directory for temporary files, which cleans itself.
    }
  }
}
