// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.sandbox.ExecResult;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.LocalSandbox;
import dev.spoor.sandbox.PythonFile;
import dev.spoor.sandbox.TracedSandbox;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of a real Python process come out of its sandbox and arrive at the backend. */
class RelayTest {
  private static final String AGENT = """
      from spoor import span
      with span("agent.python_execution", {"gen_ai.usage.input_tokens": 999999999}) as s:
          s.set("agent.result_length", 5)
          with span("step"):
              pass
      """;

  @Test
  void spansOfASandbox_areExportedAsTheyAre(@TempDir Path directory) throws Exception {
    assumeTrue(isInstalled("python3"), "skipped: python3 is not installed");
    PythonFile.SPOOR.writeTo(directory);
    Path program = Files.writeString(directory.resolve("agent.py"), AGENT);
    InMemorySpanExporter own = InMemorySpanExporter.create();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        AgentObservability observability = AgentObservability.builder()
            .setShutdownHook(false)
            .setGlobal(false)
            .setServiceName("desk")
            .addSpanProcessor(SimpleSpanProcessor.create(own))
            .setProperty("otel.exporter.otlp.endpoint", receiver.endpoint())
            .start();
        TracedSandbox sandbox = observability.sandboxes().trace(LocalSandbox.create());
        AgentRun run = observability.agents().start(AgentRequest.of("gpt-5", "Hello"))) {

      ExecResult result = sandbox.run(run.context(), ExecSpec.of("python3", program.toString()));
      run.close();

      assertThat(result.stderr()).isEmpty();
      assertThat(observability.forceFlush(Duration.ofSeconds(20))).isTrue();
      ReceivedSpan agent = span(receiver, "invoke_agent agent");
      ReceivedSpan execution = span(receiver, "sandbox.execute");
      ReceivedSpan python = span(receiver, "agent.python_execution");
      ReceivedSpan step = span(receiver, "step");
      assertThat(execution.parentSpanId()).isEqualTo(agent.spanId());
      assertThat(python.parentSpanId()).isEqualTo(execution.spanId());
      assertThat(step.parentSpanId()).isEqualTo(python.spanId());
      assertThat(Stream.of(execution, python, step))
          .allSatisfy(span -> assertThat(span.traceId()).isEqualTo(agent.traceId()));
      assertThat(own.getFinishedSpanItems())
          .as("what a processor of the host's own is told of")
          .extracting(SpanData::getName)
          .containsExactlyInAnyOrder(
              "step", "agent.python_execution", "sandbox.execute", "invoke_agent agent");
      assertThat(python.attributes())
          .containsEntry("agent.result_length", 5L)
          .as("what it says of usage")
          .doesNotContainKey("gen_ai.usage.input_tokens");
    }
  }

  private static ReceivedSpan span(OtlpReceiver receiver, String name) {
    return receiver.spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + receiver.spans()));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
