// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Assumptions;

/**
 * Real recordings, which lie beside the project where they may be had; tests that want them are
 * skipped elsewhere.
 */
@NullMarked
final class RecordedStreams {
  static Path file(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path file = folder.resolve("shared/fixtures").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
      folder = folder.getParent();
    }
    Assumptions.abort(
        "There is no shared/fixtures/" + name + " above " + Path.of("").toAbsolutePath());
    throw new AssertionError();
  }

  static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  private RecordedStreams() {}
}
