// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a recording, read as far as is needed to tell its form, and the whole of it from
 * the beginning again.
 */
record Head(@Nullable Format format, InputStream whole) {
  /** A first line longer than this is taken for an agent's if it begins like one. */
  private static final int LIMIT = 256 * 1024;

  private static final int CHUNK = 8 * 1024;

  static Head of(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    var chunk = new byte[CHUNK];
    Format format = null;
    int read = 0;
    while (format == null && read >= 0 && head.size() < LIMIT) {
      read = in.read(chunk);
      head.write(chunk, 0, Math.max(0, read));
      format = Format.of(head.toString(StandardCharsets.UTF_8), read < 0);
    }
    if (format == null && head.size() >= LIMIT && head.toByteArray()[0] == '{') {
      format = Format.CLAUDE_STREAM;
    }
    return new Head(
        format, new SequenceInputStream(new ByteArrayInputStream(head.toByteArray()), in));
  }
}
