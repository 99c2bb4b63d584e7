// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResearcherTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  @Test
  void research_isTraced() {
    assertThat(new Researcher(otel.getOpenTelemetry()).research("why?")).isEqualTo("found");

    assertThat(otel.getSpans())
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder(
            "invoke_agent researcher", "chat claude-sonnet-4-5", "execute_tool search");
  }

  @Test
  void tokens_areOnTheRun() {
    new Researcher(otel.getOpenTelemetry()).research("why?");

    assertThat(otel.getSpans())
        .anySatisfy(
            span ->
                assertThat(span.getAttributes().get(AttributeKey.longKey("agent.tokens.total")))
                    .isEqualTo(1200));
  }

  @Test
  void spoor_isANamedModule() {
    assertThat(AgentTracer.class.getModule().getName()).isEqualTo("dev.spoor.core");
    assertThat(Researcher.class.getModule().getName()).isEqualTo("example.consumer");
  }

  @Test
  void scope_tellsTheVersion() {
    new Researcher(otel.getOpenTelemetry()).research("why?");

    assertThat(otel.getSpans())
        .allSatisfy(
            span ->
                assertThat(span.getInstrumentationScopeInfo().getVersion())
                    .isEqualTo(System.getProperty("spoor.version")));
  }
}
