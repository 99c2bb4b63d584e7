// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Every attribute that is read, with a value of every type there is: no span is lost by it. */
class OddAttributesTest {
  private static final List<String> NAMES = List.of(
      "langfuse.observation.type",
      "langfuse.observation.input",
      "langfuse.observation.output",
      "langfuse.observation.metadata",
      "langfuse.observation.metadata.k",
      "langfuse.observation.level",
      "langfuse.observation.status_message",
      "langfuse.observation.model.name",
      "langfuse.observation.model.parameters",
      "langfuse.observation.usage_details",
      "langfuse.observation.cost_details",
      "langfuse.observation.completion_start_time",
      "langfuse.observation.prompt.name",
      "langfuse.observation.prompt.version",
      "langfuse.trace.tags",
      "langfuse.trace.public",
      "user.id",
      "agent.tags",
      "agent.metadata.k",
      "gen_ai.operation.name",
      "gen_ai.request.model",
      "gen_ai.request.k",
      "gen_ai.response.time_to_first_chunk",
      "gen_ai.usage.input_tokens",
      "gen_ai.usage.cost",
      "gen_ai.input.messages",
      "gen_ai.output.messages",
      "gen_ai.system_instructions",
      "gen_ai.tool.name",
      "gen_ai.tool.definitions",
      "gen_ai.tool.call.arguments",
      "gen_ai.prompt.name",
      "gen_ai.prompt.version",
      "gen_ai.prompt.0.content",
      "openai.response.service_tier",
      "openinference.span.kind",
      "error.type");

  private static final List<BiConsumer<Span, String>> VALUES = List.of(
      (span, name) -> span.setAttribute(name, ""),
      (span, name) -> span.setAttribute(name, "{\"a\":[1,{\"b\":null}]}"),
      (span, name) -> span.setAttribute(name, "[{\"parts\":[1]},2,\"tool_call\"]"),
      (span, name) -> span.setAttribute(name, "{\"input_tokens\":{\"x\":1e999999999},\"a\":-1}"),
      (span, name) -> span.setAttribute(name, "[".repeat(5000)),
      (span, name) -> span.setAttribute(name, "\ud800 half, {"),
      (span, name) -> span.setAttribute(name, Long.MIN_VALUE),
      (span, name) -> span.setAttribute(name, 1e300),
      (span, name) -> span.setAttribute(name, Double.NaN),
      (span, name) -> span.setAttribute(name, true),
      (span, name) -> span.setAttribute(AttributeKey.stringArrayKey(name), List.of("", "x")),
      (span, name) -> span.setAttribute(AttributeKey.longArrayKey(name), List.of(Long.MAX_VALUE)),
      (span, name) -> span.setAttribute(AttributeKey.doubleArrayKey(name), List.of(Double.NaN)),
      (span, name) -> span.setAttribute(AttributeKey.booleanArrayKey(name), List.of()),
      (span, name) -> span.setAttribute(AttributeKey.valueKey(name), Value.of(new byte[] {1})),
      (span, name) -> span.setAttribute(
          AttributeKey.valueKey(name),
          Value.of(KeyValue.of("k", Value.of(List.of(Value.of(1.5)))))));

  @Test
  void attributes_ofAnyType_loseNoSpan() {
    try (var langfuse = new FakeLangfuse();
        var plain = Rig.at(langfuse.url(), b -> b.setMaxQueueSize(10_000));
        var masked = Rig.at(langfuse.url(), b -> b.setMaxQueueSize(10_000).setMask(Masks.all()))) {
      for (Rig rig : List.of(plain, masked)) {
        endOneOfEach(rig);
        assertThat(rig.flush()).isTrue();
        assertThat(rig.statistics().lost()).isEmpty();
        assertThat(rig.statistics().maskFailures()).isZero();
      }
      assertThat(langfuse.observations()).hasSize(2 * 2 * NAMES.size() * VALUES.size());
    }
  }

  private static void endOneOfEach(Rig rig) {
    for (String name : NAMES) {
      for (BiConsumer<Span, String> value : VALUES) {
        for (String operation : List.of("chat", "")) {
          Span span = rig.tracer().spanBuilder("x").startSpan();
          span.setAttribute("gen_ai.operation.name", operation);
          value.accept(span, name);
          span.setStatus(StatusCode.ERROR);
          span.end();
        }
      }
    }
  }
}
