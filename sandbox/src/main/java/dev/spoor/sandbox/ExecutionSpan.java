// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The span of one command in a sandbox, for a host that starts it by its own means. Give the
 * process {@link #environment()}, pass its output through {@link #tap}, and tell its end. Ends
 * once, by whichever of {@link #exit}, {@link #fail} and {@link #close} comes first. Safe for use
 * by many threads.
 *
 * <pre>{@code
 * try (ExecutionSpan execution = lifetime.startExecution(run.context(), command)) {
 *   var result = box.exec(command.arguments(), execution.environment());
 *   execution.exit(ExecExit.exited(result.exitCode()));
 * }
 * }</pre>
 */
public final class ExecutionSpan implements AutoCloseable {
  private static final int MAX_ARGUMENT_LENGTH = 100;
  private static final int MAX_ARGUMENTS = 32;

  private final SandboxTelemetry telemetry;
  private final SandboxInfo info;
  private final @Nullable RunningCost cost;
  private final ExecSpec command;
  private final Span span;
  private final Context context;
  private final long startNanos;
  private final AtomicLong stdoutBytes = new AtomicLong();
  private final AtomicLong stderrBytes = new AtomicLong();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final @Nullable SpanRelay relay;
  private volatile boolean killed;
  private volatile @Nullable Tap tap;

  ExecutionSpan(
      SandboxTelemetry telemetry,
      SandboxInfo info,
      @Nullable RunningCost cost,
      Context parent,
      ExecSpec command) {
    this.telemetry = telemetry;
    this.info = info;
    this.cost = cost;
    this.command = command;
    this.startNanos = telemetry.nanoTime.getAsLong();
    this.span = telemetry.start(SandboxNames.EXECUTE, parent, info);
    this.context = parent.with(span);
    this.relay = telemetry.relay(span, info);
    if (span.isRecording()) {
      telemetry.guard(this::describeCommand);
    }
  }

  /** Returns the context of the span. */
  public Context context() {
    return context;
  }

  /** Returns the command's environment with the variables that carry this span; a new map. */
  public Map<String, String> environment() {
    return telemetry.propagator.inject(context, command.environment());
  }

  /** Tells the process id inside the sandbox. */
  public void started(long pid) {
    span.setAttribute(SandboxNames.PID, pid);
  }

  /**
   * Returns a receiver that counts what it gets, takes the spans out that a program in the sandbox
   * writes to standard error as marked lines, and passes the rest on to {@code output}. Call it
   * once.
   */
  public ExecOutput tap(ExecOutput output) {
    Tap tap = new Tap(output);
    this.tap = tap;
    return tap;
  }

  /** Says that the host is about to kill the process: its end is no failure then. */
  public void killing() {
    killed = true;
  }

  /** Ends the span with the end of the process. Tell it when all output was handed over. */
  public void exit(ExecExit exit) {
    requireNonNull(exit, "exit");
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    telemetry.guard(this::finishOutput);
    Integer code = exit.code();
    if (code != null) {
      span.setAttribute(SandboxNames.EXIT_CODE, code.longValue());
    }
    record(Exits.metricClass(exit));
    if (exit.timedOut()) {
      telemetry.end(span, Outcome.TIMEOUT, "timeout", "The time of the command was up.");
    } else if (code != null && !telemetry.isFailure(command, code)) {
      telemetry.end(span, Outcome.SUCCESS);
    } else if (code != null && exit.signal() == null) {
      telemetry.end(span, Outcome.ERROR, "exit_" + code, "Exit code: " + code);
    } else if (killed) {
      telemetry.end(span, Outcome.CANCELLED);
    } else {
      telemetry.end(span, Outcome.ERROR, Exits.errorType(exit), Exits.message(exit));
    }
  }

  /** Ends the span as failed: the command could not be started, or its end is not known. */
  public void fail(Throwable thrown) {
    if (ended.compareAndSet(false, true)) {
      telemetry.guard(this::finishOutput);
      record(Exits.NONE);
      telemetry.fail(span, thrown);
    }
  }

  /** Ends the span as abandoned, if it has not ended. */
  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      record(Exits.NONE);
      telemetry.end(span, killed ? Outcome.CANCELLED : Outcome.ABANDONED);
    }
  }

  private void describeCommand() {
    span.setAttribute(SandboxNames.PROGRAM, command.programName());
    if (telemetry.recordArguments) {
      List<String> arguments = command.arguments().stream()
          .limit(MAX_ARGUMENTS)
          .map(argument -> Exits.cut(argument, MAX_ARGUMENT_LENGTH))
          .toList();
      span.setAttribute(SandboxNames.ARGUMENTS, arguments);
    }
  }

  private void record(String exitClass) {
    long nanos = telemetry.nanoTime.getAsLong() - startNanos;
    telemetry.record(metrics -> metrics.execution(info, exitClass, nanos, context));
    telemetry.guard(() -> {
      span.setAttribute(SandboxNames.STDOUT_BYTES, stdoutBytes.get());
      span.setAttribute(SandboxNames.STDERR_BYTES, stderrBytes.get());
      if (cost != null) {
        span.setAttribute(SandboxNames.COST, cost.usd(nanos).doubleValue());
      }
    });
    if (relay != null) {
      relay.close();
      telemetry.guard(() -> recordRelay(relay));
    }
  }

  private void finishOutput() {
    Tap tap = this.tap;
    if (tap != null) {
      tap.stderr.finish();
    }
  }

  private void recordRelay(SpanRelay relay) {
    if (relay.relayed() > 0) {
      span.setAttribute(SandboxNames.RELAYED_SPANS, relay.relayed());
    }
    if (relay.dropped() > 0) {
      span.setAttribute(SandboxNames.DROPPED_SPANS, relay.dropped());
      telemetry.droppedSpans(relay.dropped());
    }
  }

  private final class Tap implements ExecOutput {
    private final ExecOutput output;
    private final MarkedLines stderr;

    private Tap(ExecOutput output) {
      this.output = output;
      this.stderr = new MarkedLines(this::pass, relay == null ? IgnoredLines.INSTANCE : relay);
    }

    @Override
    public void stdout(ByteBuffer bytes) {
      stdoutBytes.addAndGet(bytes.remaining());
      output.stdout(bytes);
    }

    @Override
    public void stderr(ByteBuffer bytes) {
      stderr.accept(bytes);
    }

    private void pass(ByteBuffer bytes) {
      stderrBytes.addAndGet(bytes.remaining());
      output.stderr(bytes);
    }
  }
}
