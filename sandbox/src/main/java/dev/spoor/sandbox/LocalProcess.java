// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process of this machine, and the loops that move its bytes. */
final class LocalProcess implements SandboxProcess {
  private static final long PATIENCE_MILLIS = 500;

  private final Process process;
  private final ProcessMark mark;
  private final Executor executor;
  private final Pump stdout;
  private final Pump stderr;
  private final CompletableFuture<ExecExit> exit = new CompletableFuture<>();
  private final CompletableFuture<Void> fed = new CompletableFuture<>();
  private volatile boolean killed;
  private volatile boolean timedOut;

  LocalProcess(Process process, ProcessMark mark, ExecOutput output, Executor executor) {
    this.process = process;
    this.mark = mark;
    this.executor = executor;
    this.stdout = new Pump(process.getInputStream(), output::stdout);
    this.stderr = new Pump(process.getErrorStream(), output::stderr);
  }

  /** Starts to move the bytes. {@code afterwards} runs when the process has ended. */
  void begin(ExecSpec command, Runnable afterwards) throws IOException {
    try {
      executor.execute(stdout);
      executor.execute(stderr);
      feed(command.sharedStdin());
    } catch (RejectedExecutionException e) {
      kill();
      afterwards.run();
      throw new IOException(
          "The executor of the sandbox refused to move the bytes of a process."
              + " Expected one without a limit of threads.",
          e);
    }
    Stream.of(stdout, stderr).forEach(pump -> pump.done().exceptionally(this::killBecause));
    CompletableFuture<Void> alarm = alarm(command.timeout());
    CompletionStage<Process> ended = process.onExit();
    ended.thenRun(() -> {
      alarm.cancel(false);
      watchForSilence(false);
      drained().whenComplete((nothing, thrown) -> {
        afterwards.run();
        complete(thrown);
      });
    });
  }

  @Override
  public @Nullable Long pid() {
    return process.pid();
  }

  @Override
  public CompletionStage<ExecExit> exit() {
    return exit.minimalCompletionStage();
  }

  @Override
  public void kill() {
    if (process.isAlive()) {
      killed = true;
    }
    ProcessTree.kill(process.toHandle(), mark);
  }

  private void feed(byte @Nullable [] input) {
    OutputStream stdin = process.getOutputStream();
    if (input == null || input.length == 0) {
      write(stdin, new byte[0]);
    } else {
      executor.execute(() -> write(stdin, input));
    }
  }

  private void write(OutputStream stdin, byte[] input) {
    try (stdin) {
      stdin.write(input);
    } catch (IOException e) {
      // The process does not want to read it all. It may.
      return;
    } finally {
      fed.complete(null);
    }
  }

  private CompletableFuture<Void> alarm(@Nullable Duration timeout) {
    return timeout == null
        ? new CompletableFuture<>()
        : after(saturatedMillis(timeout), () -> {
          timedOut = true;
          kill();
        });
  }

  /**
   * The process has ended; others may hold its output, or input that nobody reads, and nothing but
   * their end can wake our threads. So they are killed when they say nothing, and left to
   * themselves if that does not help.
   */
  private void watchForSilence(boolean killedOthers) {
    if (stdout.isDone() && stderr.isDone() && (fed.isDone() || killedOthers)) {
      return;
    }
    CompletableFuture<Void> watch = after(PATIENCE_MILLIS, () -> {
      boolean stdoutSilent = stdout.isSilent();
      boolean stderrSilent = stderr.isSilent();
      boolean silent = stdoutSilent || stderrSilent || !fed.isDone();
      if (silent && killedOthers) {
        stdout.giveUp();
        stderr.giveUp();
      } else if (silent) {
        ProcessTree.killMarked(mark);
      }
      watchForSilence(silent || killedOthers);
    });
    idle().whenComplete((nothing, thrown) -> watch.cancel(false));
  }

  private CompletionStage<@Nullable Void> idle() {
    return drained().thenCombine(fed, (a, b) -> null);
  }

  private CompletionStage<@Nullable Void> drained() {
    return stdout.done().thenCombine(stderr.done(), (a, b) -> null);
  }

  /** Runs {@code task} later, unless the future is cancelled: that forgets the timer too. */
  private CompletableFuture<Void> after(long millis, Runnable task) {
    CompletableFuture<Void> timer = new CompletableFuture<>();
    timer.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
    CompletionStage<Void> rung = timer;
    rung.thenRunAsync(task, executor);
    return timer;
  }

  private @Nullable Void killBecause(Throwable outputThrew) {
    kill();
    return null;
  }

  private void complete(@Nullable Throwable thrown) {
    if (thrown == null) {
      exit.complete(toExit(process.exitValue()));
    } else {
      exit.completeExceptionally(thrown.getCause() == null ? thrown : thrown.getCause());
    }
  }

  private ExecExit toExit(int code) {
    boolean byKill = code == ExitSignals.KILLED_CODE;
    if (byKill && timedOut) {
      return ExecExit.timeout();
    }
    return byKill && killed ? ExecExit.signalled("KILL") : ExitSignals.exit(code);
  }

  private static long saturatedMillis(Duration duration) {
    try {
      return Math.max(1, duration.toMillis());
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
