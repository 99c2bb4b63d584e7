// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.context.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox whose calls are recorded. Safe for use by many threads, as the sandbox is. Exceptions
 * of the sandbox pass through as they are.
 */
public final class TracedSandbox implements AutoCloseable {
  private final SandboxTelemetry telemetry;
  private final Sandbox sandbox;
  private final SandboxLifetime lifetime;
  private final Context creator;

  TracedSandbox(
      SandboxTelemetry telemetry, Sandbox sandbox, SandboxLifetime lifetime, Context creator) {
    this.telemetry = telemetry;
    this.sandbox = sandbox;
    this.lifetime = lifetime;
    this.creator = creator;
  }

  /** Returns the sandbox itself, whose calls are not recorded. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** Returns the time and money of the sandbox. */
  public SandboxLifetime lifetime() {
    return lifetime;
  }

  /**
   * Starts a command in the span {@code sandbox.execute}, a child of {@code parent}, whose context
   * the process finds in its environment. Read its output from the execution.
   *
   * @throws IOException when the command cannot be started
   */
  public SandboxExecution execute(Context parent, ExecSpec command) throws IOException {
    PipedOutput piped = new PipedOutput();
    return start(parent, command, piped, piped);
  }

  /**
   * Starts a command as {@link #execute(Context, ExecSpec)} does; its output goes to
   * {@code output}.
   *
   * @throws IOException when the command cannot be started
   */
  public SandboxExecution execute(Context parent, ExecSpec command, ExecOutput output)
      throws IOException {
    return start(parent, command, output, null);
  }

  /**
   * Runs a command to its end and returns its exit and output. An interrupt kills the process.
   *
   * @throws IOException when the command cannot be started or its end cannot be known
   */
  public ExecResult run(Context parent, ExecSpec command) throws IOException, InterruptedException {
    CollectedOutput output = new CollectedOutput(telemetry.maxCollectedBytes);
    try (SandboxExecution execution = execute(parent, command, output)) {
      return output.toResult(execution.await());
    }
  }

  /** Pauses the sandbox in the span {@code sandbox.pause}; its time stops. */
  public void pause(Context parent) throws IOException {
    lifetime.pause(parent, sandbox::pause);
  }

  /** Resumes the sandbox in the span {@code sandbox.resume}; its time goes on. */
  public void resume(Context parent) throws IOException {
    lifetime.resume(parent, sandbox::resume);
  }

  /**
   * Ends the sandbox in the span {@code sandbox.kill}, which carries the cost of its whole life.
   */
  public void kill(Context parent) throws IOException {
    lifetime.kill(parent, sandbox::kill);
  }

  /** Ends the sandbox, if it has not ended, in a span beside that of its creation. */
  @Override
  public void close() throws IOException {
    if (!lifetime.isEnded()) {
      kill(creator);
    }
  }

  private SandboxExecution start(
      Context parent, ExecSpec command, ExecOutput output, @Nullable PipedOutput piped)
      throws IOException {
    ExecutionSpan span = lifetime.startExecution(parent, command);
    try {
      SandboxProcess process =
          sandbox.start(command.withEnvironment(span.environment()), span.tap(output));
      return new SandboxExecution(span, process, piped);
    } catch (Throwable thrown) {
      span.fail(thrown);
      throw thrown;
    }
  }
}
