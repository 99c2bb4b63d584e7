// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Keeps the beginning of both streams. */
final class CollectedOutput implements ExecOutput {
  private final Kept stdout;
  private final Kept stderr;

  CollectedOutput(int maxBytes) {
    stdout = new Kept(maxBytes);
    stderr = new Kept(maxBytes);
  }

  @Override
  public void stdout(ByteBuffer bytes) {
    stdout.add(bytes);
  }

  @Override
  public void stderr(ByteBuffer bytes) {
    stderr.add(bytes);
  }

  ExecResult toResult(ExecExit exit) {
    return new ExecResult(
        exit, stdout.bytes(), stderr.bytes(), stdout.dropped() + stderr.dropped());
  }

  private static final class Kept {
    private final int maxBytes;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long dropped;

    private Kept(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    private synchronized void add(ByteBuffer bytes) {
      int count = Math.min(bytes.remaining(), maxBytes - kept.size());
      byte[] chunk = new byte[count];
      bytes.get(chunk);
      kept.writeBytes(chunk);
      dropped += bytes.remaining();
    }

    private synchronized byte[] bytes() {
      return kept.toByteArray();
    }

    private synchronized long dropped() {
      return dropped;
    }
  }
}
