// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which remembers that it could not be written: a {@code PrintStream} swallows it,
 * and half a result on a full disk would look like a whole one.
 */
final class Results extends FilterOutputStream {
  private volatile @Nullable IOException failure;

  Results(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Returns why results were lost, or null if none were. That who reads them has seen enough, as
   * {@code head} does, is no loss.
   */
  @Nullable String loss() {
    IOException known = failure;
    String reason = known == null ? null : String.valueOf(known.getMessage());
    return reason == null || reason.toLowerCase(Locale.ROOT).contains("pipe") ? null : reason;
  }
}
