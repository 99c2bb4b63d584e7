// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.sandbox.ExecResult;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.LocalSandbox;
import dev.spoor.sandbox.Processes;
import dev.spoor.sandbox.Prompts;
import dev.spoor.sandbox.PythonFile;
import dev.spoor.sandbox.RelayedSpan;
import dev.spoor.sandbox.Sandbox;
import dev.spoor.sandbox.SandboxTracer;
import dev.spoor.sandbox.TracedSandbox;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An agent's run, a command in a sandbox, Python's span and its child's are one trace. */
@Timeout(120)
class OneTraceTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private static final String AGENT = """
      import subprocess, sys
      from spoor import span
      with span("agent.python_execution") as s:
          child = "from spoor import span\\nwith span('grandchild'): pass"
          subprocess.run([sys.executable, "-c", child], env=s.environment(), check=True)
      """;

  @TempDir
  Path directory;

  private final List<RelayedSpan> relayed = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private FakeE2b fake;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
    fake = new FakeE2b(directory);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void aRunInALocalProcessIsOneTrace() throws Exception {
    runAgent(LocalSandbox.create());

    assertOneTrace();
  }

  @Test
  void aRunInE2bIsOneTraceWithItsCost() throws Exception {
    runAgent(fake.client().build().createSandbox(E2bRequest.of("base")));

    assertOneTrace();
    SpanData kill = span("sandbox.kill");
    Double cost = kill.getAttributes().get(AttributeKey.doubleKey("sandbox.cost.usd"));
    Double seconds = kill.getAttributes().get(AttributeKey.doubleKey("sandbox.running_seconds"));
    // Two processors and a GiB.
    assertThat(cost).isCloseTo(seconds * (2 * 0.000014 + 0.0000045), within(1e-12));
    assertThat(costMetric()).isCloseTo(cost, within(1e-12));
  }

  @Test
  void hostilePromptsArriveByteForByteAndNoneIsRun() throws Exception {
    Path loot = directory.resolve("loot");
    List<String> prompts = Prompts.hostile(loot.toString());
    List<String> arguments =
        new ArrayList<>(List.of("sh", "-c", "printf '%s\\0' \"$@\" \"$AGENT_PROMPT\"; cat", "sh"));
    arguments.addAll(prompts);
    for (Sandbox sandbox : List.of(
        LocalSandbox.create(), fake.client().build().createSandbox(E2bRequest.of("base")))) {
      for (String prompt : prompts) {
        ExecSpec command = ExecSpec.builder(arguments)
            .addEnvironment("AGENT_PROMPT", prompt)
            .setStdin(prompt)
            .build();
        ExecResult result = tracer().trace(sandbox).run(Context.root(), command);
        assertThat(result.stdout())
            .isEqualTo(String.join("\0", prompts) + "\0" + prompt + "\0" + prompt);
      }
    }
    assertThat(loot).doesNotExist();
  }

  private void runAgent(Sandbox box) throws Exception {
    assumeTrue(Processes.present("python3"), "needs python3");
    PythonFile.SPOOR.writeTo(directory);
    AgentTracer agents = AgentTracer.create(otel.getOpenTelemetry());
    try (TracedSandbox sandbox = tracer().trace(box);
        AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "hello"))) {
      ExecSpec command = ExecSpec.builder("python3", "-")
          .setStdin(AGENT.getBytes(UTF_8))
          .addEnvironment("PYTHONPATH", directory.toString())
          .addEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "")
          .build();
      ExecResult result = sandbox.run(run.context(), command);
      assertThat(result.exit().isZero()).as(result.stderr()).isTrue();
    }
  }

  private void assertOneTrace() {
    SpanData run = span("invoke_agent");
    SpanData execution = span("sandbox.execute");
    RelayedSpan grandchild = relayed.get(0);
    RelayedSpan python = relayed.get(1);
    assertThat(List.of(
            execution.getParentSpanId(),
            python.parent().getSpanId(),
            grandchild.parent().getSpanId()))
        .containsExactly(
            run.getSpanId(), execution.getSpanId(), python.context().getSpanId());
    assertThat(List.of(
            execution.getTraceId(),
            python.context().getTraceId(),
            grandchild.context().getTraceId()))
        .containsOnly(run.getTraceId());
    assertThat(List.of(
            run.getStartEpochNanos(),
            execution.getStartEpochNanos(),
            python.startEpochNanos(),
            grandchild.startEpochNanos(),
            grandchild.endEpochNanos(),
            python.endEpochNanos(),
            execution.getEndEpochNanos(),
            run.getEndEpochNanos()))
        .isSorted();
    assertThat(execution.getAttributes().get(AttributeKey.longKey("process.exit.code")))
        .isZero();
  }

  private SandboxTracer tracer() {
    return SandboxTracer.builder(otel.getOpenTelemetry())
        .setRelayedSpanSink(relayed::add)
        .build();
  }

  private static double costMetric() {
    return otel.getMetrics().stream()
        .filter(metric -> metric.getName().equals("sandbox.cost.usd"))
        .flatMap(metric -> metric.getDoubleSumData().getPoints().stream())
        .mapToDouble(point -> point.getValue())
        .sum();
  }

  private static SpanData span(String name) {
    return otel.getSpans().stream()
        .filter(span -> span.getName().startsWith(name))
        .findFirst()
        .orElseThrow();
  }
}
