// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sandbox.internal.JsonTree;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox whose Python has opentelemetry-python, the real packages. */
@Timeout(600)
class PythonOpenTelemetryTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private static final String VALUES = "é + %&,;= \"\\ u 1";
  private static final String PROGRAM = """
      import json, subprocess, sys
      from opentelemetry import baggage, trace
      from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
      from opentelemetry.sdk.trace import TracerProvider
      from opentelemetry.sdk.trace.export import SimpleSpanProcessor
      from spoor_opentelemetry import child_environment, parent_context
      provider = TracerProvider()
      provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
      trace.set_tracer_provider(provider)
      with trace.get_tracer("agent").start_as_current_span("agent.python_execution", parent_context()):
          environ = child_environment(baggage.set_baggage("back", baggage.get_baggage("who", parent_context())))
          print(json.dumps({k: environ[k] for k in ("TRACEPARENT", "BAGGAGE")}))
      """;

  @TempDir
  static Path directory;

  @BeforeAll
  static void copyTheFile() throws Exception {
    PythonFile.OPENTELEMETRY.writeTo(directory);
  }

  @Test
  void itContinuesTheTraceAndBaggageIsExactBothWays() throws Exception {
    Path python = Installed.python(
        "opentelemetry-python",
        "opentelemetry-sdk==1.45.2",
        "opentelemetry-exporter-otlp-proto-http==1.45.2");
    SandboxPropagator propagator = SandboxPropagator.builder(TextMapPropagator.composite(
            W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()))
        .setBaggageKeys(key -> true)
        .build();
    TracedSandbox sandbox = SandboxTracer.builder(otel.getOpenTelemetry())
        .setPropagator(propagator)
        .build()
        .trace(LocalSandbox.create());
    Span run = otel.getOpenTelemetry().getTracer("test").spanBuilder("run").startSpan();
    Context parent =
        Context.root().with(run).with(Baggage.builder().put("who", VALUES).build());
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      ExecResult result = sandbox.run(
          parent,
          ExecSpec.builder(python.toString(), "-c", PROGRAM)
              .addEnvironment("PYTHONPATH", directory.toString())
              .addEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
              .build());
      run.end();

      assertThat(result.exit().isZero()).as(result.stderr()).isTrue();
      ReceivedSpan child = receiver.awaitSpans(1).get(0);
      assertThat(List.of(child.name(), child.traceId(), child.parentSpanId()))
          .containsExactly(
              "agent.python_execution", run.getSpanContext().getTraceId(), executionId());
      Context back = propagator.extract(environment(result.stdout()));
      assertThat(Span.fromContext(back).getSpanContext().getSpanId()).isEqualTo(child.spanId());
      assertThat(Baggage.fromContext(back).getEntryValue("back")).isEqualTo(VALUES);
    }
  }

  private static Map<String, String> environment(String json) throws Exception {
    byte[] bytes = json.getBytes(UTF_8);
    Map<String, String> environment = new HashMap<>();
    JsonTree.object(bytes, bytes.length)
        .forEach((name, value) -> environment.put(name, value.toString()));
    return environment;
  }

  private static String executionId() {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals("sandbox.execute"))
        .findFirst()
        .orElseThrow()
        .getSpanId();
  }
}
