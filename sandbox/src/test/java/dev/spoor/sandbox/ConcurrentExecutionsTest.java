// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two hundred processes at once, killed at random, their pipes closed in the middle. */
@Timeout(300)
class ConcurrentExecutionsTest {
  private static final int EXECUTIONS = 200;
  private static final long SEED = 20261122;

  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final LocalSandbox local = LocalSandbox.create();

  @Test
  void execute_endsEverySpanAndLeavesNothingBehind() throws Exception {
    assumeTrue(Processes.present("sh"), "needs a POSIX shell");
    SandboxTracer sandboxes = SandboxTracer.create(otel.getOpenTelemetry());
    ExecutorService hosts = Executors.newFixedThreadPool(EXECUTIONS);
    List<Future<?>> results = new ArrayList<>();
    try (TracedSandbox sandbox = sandboxes.trace(local)) {
      for (int i = 0; i < EXECUTIONS; i++) {
        Random random = new Random(SEED + i);
        results.add(hosts.submit(() -> execute(sandbox, random)));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      hosts.shutdownNow();
    }

    assertThat(executeSpans()).hasSize(EXECUTIONS).allMatch(SpanData::hasEnded);
    for (ProcessHandle left : marked()) {
      left.onExit().get();
    }
    for (Thread thread : pumps()) {
      thread.join();
    }
    assertThat(marked()).isEmpty();
  }

  private List<ProcessHandle> marked() {
    ProcessMark mark = new ProcessMark(local.info().id() + "/");
    return ProcessHandle.allProcesses().filter(mark::isOn).toList();
  }

  private static List<Thread> pumps() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("spoor-sandbox-"))
        .toList();
  }

  private static Void execute(TracedSandbox sandbox, Random random) throws Exception {
    ExecSpec command = ExecSpec.of(
        "sh",
        "-c",
        "cat /dev/zero | head -c 300000; sleep 30 & echo $! >&2; sleep 0." + random.nextInt(10));
    switch (random.nextInt(4)) {
      case 0 -> sandbox.run(Context.root(), command);
      case 1 -> {
        SandboxExecution execution = sandbox.execute(Context.root(), command);
        execution.kill();
        execution.await();
      }
      case 2 -> closeInTheMiddle(sandbox.execute(Context.root(), command), random);
      default -> {
        SandboxExecution execution = sandbox.execute(Context.root(), command);
        execution.stdout().close();
        execution.await();
      }
    }
    return null;
  }

  private static void closeInTheMiddle(SandboxExecution execution, Random random)
      throws IOException, InterruptedException {
    try (execution) {
      execution.stdout().readNBytes(random.nextInt(300_000));
    }
    execution.await();
  }

  private static List<SpanData> executeSpans() {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals("sandbox.execute"))
        .toList();
  }
}
