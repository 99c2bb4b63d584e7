// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Standard output for a reader; of standard error the end, which most often tells what went wrong.
 */
final class PipedOutput implements ExecOutput {
  private static final int PIPE_BYTES = 64 << 10;
  private static final int TAIL_BYTES = 8 << 10;

  private final BoundedPipe stdout = new BoundedPipe(PIPE_BYTES);
  private final byte[] tail = new byte[TAIL_BYTES];
  private long written;

  BoundedPipe pipe() {
    return stdout;
  }

  @Override
  public void stdout(ByteBuffer bytes) {
    stdout.write(bytes);
  }

  @Override
  public synchronized void stderr(ByteBuffer bytes) {
    int skipped = Math.max(0, bytes.remaining() - TAIL_BYTES);
    bytes.position(bytes.position() + skipped);
    written += skipped;
    while (bytes.hasRemaining()) {
      tail[(int) (written++ % TAIL_BYTES)] = bytes.get();
    }
  }

  synchronized String stderrTail() {
    int length = (int) Math.min(written, TAIL_BYTES);
    byte[] ordered = new byte[length];
    for (int i = 0; i < length; i++) {
      ordered[i] = tail[(int) ((written - length + i) % TAIL_BYTES)];
    }
    return new String(ordered, UTF_8);
  }
}
