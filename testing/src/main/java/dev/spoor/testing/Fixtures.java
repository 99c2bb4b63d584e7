// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Recordings of real streams that are not part of the repository: the directory
 * {@code shared/fixtures} beside it, or beside any directory above. Tests that want them are
 * skipped where they are missing.
 */
public final class Fixtures {
  private static final Path WHERE = Path.of("shared", "fixtures");

  private Fixtures() {}

  /** Returns the file of this name, such as {@code streams/x.jsonl}, or skips the test. */
  public static Path file(String name) {
    Path file = directory().resolve(name);
    Assumptions.assumeTrue(Files.isReadable(file), () -> "skipped: no recording " + name);
    return file;
  }

  /** Returns the text of the file of this name, or skips the test. */
  public static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the directory of the recordings, or skips the test. */
  public static Path directory() {
    for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
      Path found = above.resolve(WHERE);
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    return Assumptions.abort("skipped: no directory " + WHERE + " beside the repository");
  }
}
