// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Python files for the inside of a sandbox, from this jar: copy one beside the agent, or mount it.
 *
 * <pre>{@code
 * PythonFile.SPOOR.writeTo(directory); // then, in Python: from spoor import span
 * }</pre>
 */
public enum PythonFile {
  /** {@code spoor.py}: spans with nothing but the standard library of Python 3.8 or newer. */
  SPOOR("spoor.py"),

  /** {@code spoor_opentelemetry.py}: the context for programs that have opentelemetry-python. */
  OPENTELEMETRY("spoor_opentelemetry.py");

  private final String fileName;

  PythonFile(String fileName) {
    this.fileName = fileName;
  }

  /** Returns the name that the file must have for Python to import it. */
  public String fileName() {
    return fileName;
  }

  /** Returns the file's bytes, for a sandbox that takes files by a call. */
  public byte[] bytes() throws IOException {
    try (InputStream in = PythonFile.class.getResourceAsStream("python/" + fileName)) {
      if (in == null) {
        throw new IOException("python/" + fileName + " is not in the jar of spoor-sandbox."
            + " Expected a jar that was not repackaged without its resources.");
      }
      return in.readAllBytes();
    }
  }

  /** Writes the file into {@code directory}, over one that is there. Returns its path. */
  public Path writeTo(Path directory) throws IOException {
    return Files.write(directory.resolve(fileName), bytes());
  }
}
