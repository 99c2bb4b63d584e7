// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentFreeExporterTest {
  private final InMemorySpanExporter stripped = InMemorySpanExporter.create();
  private final InMemorySpanExporter whole = InMemorySpanExporter.create();

  private SpanData export(Attributes attributes, String event, Attributes ofEvent) {
    var provider = SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(ContentFreeExporter.create(stripped)))
        .addSpanProcessor(SimpleSpanProcessor.create(whole))
        .build();
    provider
        .get("any.library")
        .spanBuilder("chat")
        .setAllAttributes(attributes)
        .startSpan()
        .addEvent(event, ofEvent)
        .end();
    return stripped.getFinishedSpanItems().get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_ai.input.messages",
        "gen_ai.tool.call.result",
        "gen_ai.prompt",
        "gen_ai.prompt.0.content",
        "gen_ai.completion.12.tool_calls.0.arguments",
        "llm.input_messages.0.message.content",
        "input.value",
        "traceloop.entity.output",
        "langfuse.observation.input",
        "spring.ai.tool.call.arguments",
        "ai.prompt.messages"
      })
  void content_isTakenOut_ofSpansAndEvents(String key) {
    var content = Attributes.builder().put(key, "secret").put("kept", "yes").build();

    SpanData span = export(content, "any", content);

    assertThat(span.getAttributes())
        .isEqualTo(Attributes.builder().put("kept", "yes").build());
    assertThat(span.getTotalAttributeCount()).isEqualTo(1);
    assertThat(span.getEvents())
        .extracting(EventData::getAttributes)
        .containsExactly(span.getAttributes());
    assertThat(whole.getFinishedSpanItems().get(0).getAttributes().asMap())
        .isEqualTo(content.asMap());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_ai.prompt.name",
        "gen_ai.prompt.version",
        "gen_ai.request.model",
        "gen_ai.usage.input_tokens",
        "gen_ai.tool.call.id",
        "agent.prompt_length",
        "langfuse.observation.type",
        "llm.token_count.prompt"
      })
  void whatIsNoContent_stays(String key) {
    var attributes = Attributes.builder().put(key, "kept").build();

    SpanData span = export(attributes, "any", attributes);

    assertThat(span.getAttributes().asMap()).isEqualTo(attributes.asMap());
    assertThat(span.getEvents().get(0).getAttributes()).isEqualTo(attributes);
  }

  @Test
  void eventOfContent_isTakenOutWhole() {
    SpanData span = export(
        Attributes.empty(),
        "gen_ai.choice",
        Attributes.builder().put("x", "secret").build());

    assertThat(span.getEvents()).isEmpty();
    assertThat(span.getTotalRecordedEvents()).isZero();
  }
}
