// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A process that has ended, with its output. Immutable.
 *
 * <p>Output is kept up to a limit ({@link SandboxTracerBuilder#setMaxCollectedBytes}): the
 * beginning stays, what came later is counted by {@link #dropped()}.
 */
public final class ExecResult {
  private final ExecExit exit;
  private final byte[] stdout;
  private final byte[] stderr;
  private final long dropped;

  ExecResult(ExecExit exit, byte[] stdout, byte[] stderr, long dropped) {
    this.exit = exit;
    this.stdout = stdout;
    this.stderr = stderr;
    this.dropped = dropped;
  }

  /** Returns how the process ended. */
  public ExecExit exit() {
    return exit;
  }

  /** Returns standard output as UTF-8 text; what is not UTF-8 is replaced. */
  public String stdout() {
    return new String(stdout, UTF_8);
  }

  /** Returns standard error as UTF-8 text; what is not UTF-8 is replaced. */
  public String stderr() {
    return new String(stderr, UTF_8);
  }

  /** Returns the bytes of standard output. */
  public byte[] stdoutBytes() {
    return stdout.clone();
  }

  /** Returns how many bytes of both streams were over the limit and not kept. */
  public long dropped() {
    return dropped;
  }

  /** Returns the exit and the lengths: output is not for logs. */
  @Override
  public String toString() {
    return "ExecResult{" + exit + ", stdout=" + stdout.length + " bytes, stderr=" + stderr.length
        + " bytes, dropped=" + dropped + "}";
  }
}
