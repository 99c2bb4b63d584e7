// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The file for the inside of a sandbox, with the Python that is here. */
@Timeout(180)
class PythonTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private static final String AGENT = """
      import subprocess, sys
      from spoor import span
      with span("agent.python_execution", {"agent.language": "python"}) as s:
          print("user text on standard error", file=sys.stderr)
          child = "from spoor import span\\nwith span('grandchild'): pass"
          subprocess.run([sys.executable, "-c", child], env=s.environment(), check=True)
          s.set("agent.result_length", 42)
      """;

  @TempDir
  static Path directory;

  private final List<RelayedSpan> relayed = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void needsPython() throws Exception {
    assumeTrue(Processes.present("python3"), "needs python3");
    PythonFile.SPOOR.writeTo(directory);
  }

  @Test
  void itsOwnTestsPass() throws Exception {
    ExecResult result = SandboxTracer.create(otel.getOpenTelemetry())
        .trace(LocalSandbox.create())
        .run(
            Context.root(),
            ExecSpec.builder("python3", "-m", "unittest", "-v", "test_spoor")
                .setDirectory(Path.of("python").toAbsolutePath().toString())
                .addEnvironment("PYTHONDONTWRITEBYTECODE", "1")
                .build());

    assertThat(result.exit()).as(result.stderr()).isEqualTo(ExecExit.exited(0));
    assertThat(result.stderr()).containsPattern("Ran [3-9][0-9] tests");
  }

  @Test
  void theJarHasTheFiles() throws Exception {
    for (PythonFile file : PythonFile.values()) {
      assertThat(file.bytes()).isEqualTo(Files.readAllBytes(Path.of("python", file.fileName())));
    }
  }

  @Test
  void relay_runExecutionPythonAndGrandchildMakeOneTrace() throws Exception {
    Span run = otel.getOpenTelemetry().getTracer("test").spanBuilder("run").startSpan();

    ExecResult result = runAgent(Context.root().with(run), AGENT);
    run.end();

    SpanData execution = execution();
    RelayedSpan grandchild = relayed.get(0);
    RelayedSpan python = relayed.get(1);
    assertThat(result.stderr()).isEqualTo("user text on standard error\n");
    assertThat(execution.getParentSpanId()).isEqualTo(run.getSpanContext().getSpanId());
    assertThat(python.parent().getSpanId()).isEqualTo(execution.getSpanId());
    assertThat(grandchild.parent().getSpanId()).isEqualTo(python.context().getSpanId());
    assertThat(relayed)
        .extracting(span -> span.context().getTraceId())
        .containsOnly(run.getSpanContext().getTraceId());
    assertThat(execution.getAttributes().get(SandboxNames.RELAYED_SPANS)).isEqualTo(2);
  }

  @Test
  void relay_timesLieWithinTheParents() throws Exception {
    runAgent(Context.root(), AGENT);

    SpanData execution = execution();
    RelayedSpan grandchild = relayed.get(0);
    RelayedSpan python = relayed.get(1);
    assertThat(List.of(
            execution.getStartEpochNanos(),
            python.startEpochNanos(),
            grandchild.startEpochNanos(),
            grandchild.endEpochNanos(),
            python.endEpochNanos(),
            execution.getEndEpochNanos()))
        .isSorted();
  }

  @Test
  void relay_carriesAttributesAndFailures() throws Exception {
    runAgent(Context.root(), """
        from spoor import span
        with span("agent.python_execution", {"agent.language": "python"}):
            raise ValueError("no é")
        """);

    RelayedSpan python = relayed.get(0);
    assertThat(python.attributes().get(AttributeKey.stringKey("agent.language")))
        .isEqualTo("python");
    assertThat(python.status()).isEqualTo(StatusCode.ERROR);
    assertThat(python.statusDescription()).isEqualTo("no é");
    assertThat(python.events()).extracting(RelayedSpan.Event::name).containsExactly("exception");
    assertThat(python.resource().get(AttributeKey.stringKey("service.name"))).isEqualTo("sandbox");
    assertThat(execution().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void relay_withoutASinkSpansAreCounted() throws Exception {
    TracedSandbox deaf = SandboxTracer.create(otel.getOpenTelemetry()).trace(LocalSandbox.create());

    ExecResult result = deaf.run(Context.root(), agent(AGENT));

    assertThat(result.stderr()).isEqualTo("user text on standard error\n");
    assertThat(execution().getAttributes().get(SandboxNames.DROPPED_SPANS)).isEqualTo(2);
  }

  @Test
  void relay_anUnsampledTraceIsSilent() throws Exception {
    Span unsampled = Span.wrap(SpanContext.create(
        "0af7651916cd43dd8448eb211c80319c",
        "b7ad6b7169203331",
        TraceFlags.getDefault(),
        TraceState.getDefault()));

    ExecResult result = runAgent(Context.root().with(unsampled), AGENT);

    assertThat(relayed).isEmpty();
    assertThat(result.stderr()).isEqualTo("user text on standard error\n");
  }

  private ExecResult runAgent(Context parent, String code) throws Exception {
    TracedSandbox sandbox = SandboxTracer.builder(otel.getOpenTelemetry())
        .setRelayedSpanSink(relayed::add)
        .build()
        .trace(LocalSandbox.create());
    return sandbox.run(parent, agent(code));
  }

  private static ExecSpec agent(String code) {
    return ExecSpec.builder("python3", "-")
        .setStdin(code.getBytes(UTF_8))
        .addEnvironment("PYTHONPATH", directory.toString())
        .addEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "")
        .build();
  }

  private static SpanData execution() {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals("sandbox.execute"))
        .findFirst()
        .orElseThrow();
  }
}
