// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spoor.sandbox.ClaudeCodeEnvironmentBuilder.Content;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaudeCodeEnvironmentTest {
  private static final String ENDPOINT = "http://127.0.0.1:4318";

  @Test
  void toMap_switchesTelemetryOnAndContentOff() {
    assertThat(ClaudeCodeEnvironment.create(ENDPOINT).toMap())
        .containsEntry("CLAUDE_CODE_ENABLE_TELEMETRY", "1")
        .containsEntry("CLAUDE_CODE_ENHANCED_TELEMETRY_BETA", "1")
        .containsEntry("OTEL_TRACES_EXPORTER", "otlp")
        .containsEntry("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT)
        .containsEntry("OTEL_TRACES_EXPORT_INTERVAL", "1000")
        .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("OTEL_LOG_"));
  }

  @Test
  void toMap_neverWritesToStandardOutput() {
    assertThat(ClaudeCodeEnvironment.create(ENDPOINT).toMap().values()).doesNotContain("console");
  }

  @Test
  void setContent_opensWhatIsAskedForAndNoMore() {
    ClaudeCodeEnvironment environment = ClaudeCodeEnvironment.builder(ENDPOINT)
        .setContent(Set.of(Content.RAW_API_BODIES))
        .setContent(Set.of(Content.USER_PROMPTS))
        .build();

    assertThat(environment.toMap())
        .containsEntry("OTEL_LOG_USER_PROMPTS", "1")
        .doesNotContainKey("OTEL_LOG_RAW_API_BODIES");
  }

  @Test
  void setHeaders_encodesValues() {
    ClaudeCodeEnvironment environment = ClaudeCodeEnvironment.builder(ENDPOINT)
        .setHeaders(Map.of("authorization", "Basic a,b=", "x", "1"))
        .build();

    assertThat(environment.toMap())
        .containsEntry("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic%20a%2Cb%3D,x=1");
  }

  @Test
  void toMap_carriesTheContext() {
    Span span = Span.wrap(SpanContext.create(
        "0af7651916cd43dd8448eb211c80319c",
        "b7ad6b7169203331",
        TraceFlags.getSampled(),
        TraceState.getDefault()));
    SandboxPropagator propagator =
        SandboxPropagator.builder(W3CTraceContextPropagator.getInstance()).build();

    assertThat(ClaudeCodeEnvironment.create(ENDPOINT)
            .toMap(propagator, Context.root().with(span)))
        .containsEntry("TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  }

  @Test
  void builder_refusesWhatIsNoEndpoint() {
    for (String endpoint : new String[] {"", "collector", "grpc://h:1", "http://"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> ClaudeCodeEnvironment.create(endpoint));
    }
  }
}
