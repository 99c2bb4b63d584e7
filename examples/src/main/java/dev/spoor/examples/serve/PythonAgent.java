// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import dev.spoor.sandbox.ExecExit;
import dev.spoor.sandbox.ExecOutput;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.LocalSandbox;
import dev.spoor.sandbox.LocalSandboxBuilder;
import dev.spoor.sandbox.SandboxExecution;
import dev.spoor.sandbox.SandboxInfo;
import dev.spoor.sandbox.SandboxTracer;
import dev.spoor.sandbox.TracedSandbox;
import dev.spoor.stream.ClaudeStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A python3 process in a local sandbox of its own for each answer. The trace goes in by the
 * environment, the prompt by standard input; events come out of standard output, and the process's
 * own spans by standard error.
 */
final class PythonAgent implements Agent {
  private static final SandboxInfo PLAN =
      SandboxInfo.builder("local").setLocal(true).build();
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);
  private static final Duration LONGEST_START = Duration.ofSeconds(10);
  private static final int SECONDS_TO_DIE = 1;

  /** What an interpreter needs to be found and to run; keys and addresses stay outside. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SystemRoot");

  private final SandboxTracer sandboxes;
  private final AgentFiles files;

  /** Returns whether this machine has a python3 that is new enough. */
  static boolean isPossible() {
    ExecSpec question = ExecSpec.builder(
            "python3", "-c", "import sys; sys.exit(sys.version_info < (3, 8))")
        .setTimeout(LONGEST_START)
        .build();
    try {
      return bareSandbox()
          .build()
          .start(question, ExecOutput.discard())
          .exit()
          .toCompletableFuture()
          .get()
          .isZero();
    } catch (IOException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static PythonAgent create(SandboxTracer sandboxes) {
    return new PythonAgent(sandboxes, AgentFiles.write());
  }

  private PythonAgent(SandboxTracer sandboxes, AgentFiles files) {
    this.sandboxes = sandboxes;
    this.files = files;
  }

  @Override
  public String description() {
    return "The agent is a python3 process in a sandbox of this machine.";
  }

  @Override
  public void answer(String prompt, AgentRun run, Consumer<AgentEvent> listener)
      throws IOException, InterruptedException {
    try (TracedSandbox sandbox = sandboxes.create(
            run.context(),
            PLAN,
            creating -> bareSandbox().setDirectory(files.directory()).build());
        SandboxExecution execution = sandbox.execute(run.context(), command(prompt))) {
      try {
        ClaudeStream.of(run).readAll(execution.stdout(), listener);
        check(execution.await(), execution);
      } finally {
        end(execution);
      }
    }
  }

  private static ExecSpec command(String prompt) {
    return ExecSpec.builder("python3", "-B", "agent.py")
        .addEnvironment("SANDBOX_ENVIRONMENT", PLAN.provider())
        // The host knows the way out and its keys; the process needs neither.
        .addEnvironment("SPOOR_EXPORT", "relay")
        .setStdin(prompt)
        .setTimeout(LONGEST_ANSWER)
        .build();
  }

  private static LocalSandboxBuilder bareSandbox() {
    LocalSandboxBuilder sandbox = LocalSandbox.builder().setInheritEnvironment(false);
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        sandbox.addEnvironment(name, value);
      }
    }
    return sandbox;
  }

  private static void check(ExecExit exit, SandboxExecution execution) throws IOException {
    if (!exit.isZero()) {
      throw new IOException(
          "python3 did not end well (" + exit + "): " + execution.stderrTail().strip());
    }
  }

  /** A process that is cut short is gone, and its span ended, before the run that it is part of. */
  private static void end(SandboxExecution execution) {
    execution.close();
    boolean interrupted = Thread.interrupted();
    try {
      execution.exit().toCompletableFuture().get(SECONDS_TO_DIE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException | TimeoutException e) {
      // Its span says why.
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
