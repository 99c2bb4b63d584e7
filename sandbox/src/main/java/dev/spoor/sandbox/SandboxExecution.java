// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs in a {@link TracedSandbox}. Its span ends with the process, whether anybody
 * waits for it or not. Safe for use by many threads.
 */
public final class SandboxExecution implements AutoCloseable {
  private final ExecutionSpan span;
  private final SandboxProcess process;
  private final @Nullable PipedOutput output;
  private final CompletableFuture<ExecExit> exit;
  private volatile boolean stdoutTaken;

  SandboxExecution(ExecutionSpan span, SandboxProcess process, @Nullable PipedOutput output) {
    this.span = span;
    this.process = process;
    this.output = output;
    Long pid = process.pid();
    if (pid != null) {
      span.started(pid);
    }
    this.exit = process.exit().whenComplete(this::ended).toCompletableFuture();
  }

  /** Returns the context of the span {@code sandbox.execute}. */
  public Context context() {
    return span.context();
  }

  /** Returns the process id inside the sandbox, or null where it is not told. */
  public @Nullable Long pid() {
    return process.pid();
  }

  /**
   * Returns standard output, as it comes. A reader that is slow slows the process down; one that
   * stops early closes the stream or this execution.
   *
   * @throws IllegalStateException when the output goes to a receiver that was given
   */
  public InputStream stdout() {
    if (output == null) {
      throw new IllegalStateException("The output goes to the ExecOutput that was given to execute."
          + " Call execute without one to read it here.");
    }
    stdoutTaken = true;
    return output.pipe();
  }

  /** Returns the last 8 KiB of standard error so far; empty when it goes to a receiver. */
  public String stderrTail() {
    return output == null ? "" : output.stderrTail();
  }

  /**
   * Returns a stage that completes when the process has ended, all output was handed over and the
   * span has ended. It fails when the end cannot be known.
   */
  public CompletionStage<ExecExit> exit() {
    return exit.minimalCompletionStage();
  }

  /**
   * Waits for the process. Standard output that nobody asked for is thrown away meanwhile.
   *
   * @throws IOException when the end cannot be known
   */
  public ExecExit await() throws IOException, InterruptedException {
    if (output != null && !stdoutTaken) {
      output.pipe().close();
    }
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw asThrown(e.getCause() == null ? e : e.getCause());
    }
  }

  /** Kills the process and what it started. Its span is then no failure. Returns at once. */
  public void kill() {
    span.killing();
    process.kill();
  }

  /** Kills the process if it runs and lets go of its output. Returns at once; may come twice. */
  @Override
  public void close() {
    if (!exit.isDone()) {
      kill();
    }
    if (output != null) {
      output.pipe().close();
    }
  }

  private void ended(@Nullable ExecExit exit, @Nullable Throwable thrown) {
    if (thrown == null && exit != null) {
      span.exit(exit);
    } else {
      span.fail(unwrap(thrown));
    }
    if (output != null) {
      output.pipe().finish(thrown == null ? null : asIoException(unwrap(thrown)));
    }
  }

  private static Throwable unwrap(@Nullable Throwable thrown) {
    if (thrown == null) {
      return new IllegalStateException("The sandbox told no exit.");
    }
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private static IOException asThrown(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    return asIoException(thrown);
  }

  private static IOException asIoException(Throwable thrown) {
    return thrown instanceof IOException e
        ? e
        : new IOException("The end of the process is not known.", thrown);
  }
}
