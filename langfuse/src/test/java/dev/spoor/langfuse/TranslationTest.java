// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslationTest {
  private static final String OBSERVATION = "langfuse.observation.";
  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final Rig rig = Rig.at(receiver, b -> b.setEnvironment("staging").setRelease("r-7"));

  @AfterEach
  void close() {
    rig.close();
    receiver.close();
  }

  private ReceivedSpan sent(Consumer<SpanBuilder> attributes) {
    SpanBuilder builder = rig.tracer().spanBuilder("a span");
    attributes.accept(builder);
    builder.startSpan().end();
    assertThat(rig.flush()).isTrue();
    List<ReceivedSpan> spans = receiver.spans();
    return spans.get(spans.size() - 1);
  }

  private static SpanBuilder chat(SpanBuilder span) {
    return span.setAttribute("gen_ai.operation.name", "chat")
        .setAttribute("gen_ai.response.model", "claude-sonnet-4-5");
  }

  @Test
  void environmentAndRelease_areOnTheResource() {
    ReceivedSpan span = sent(s -> {});

    assertThat(span.resource())
        .containsEntry("langfuse.environment", "staging")
        .containsEntry("langfuse.release", "r-7");
    assertThat(span.attributes()).containsOnlyKeys("langfuse.internal.is_app_root");
  }

  @ParameterizedTest
  @CsvSource({
    "chat, generation",
    "text_completion, generation",
    "generate_content, generation",
    "embeddings, embedding",
    "invoke_agent, agent",
    "create_agent, agent",
    "execute_tool, tool",
    "retrieval, retriever",
    "invoke_workflow, chain"
  })
  void operation_givesTheType(String operation, String type) {
    assertThat(sent(s -> s.setAttribute("gen_ai.operation.name", operation))
            .attribute(OBSERVATION + "type"))
        .isEqualTo(type);
  }

  @Test
  void ownType_isKept() {
    ReceivedSpan span = sent(s -> chat(s).setAttribute("langfuse.observation.type", "evaluator"));

    assertThat(span.attribute(OBSERVATION + "type")).isEqualTo("evaluator");
  }

  @Test
  void usage_isToldInBucketsThatAddUp() {
    ReceivedSpan span = sent(s -> chat(s)
        .setAttribute("gen_ai.usage.input_tokens", 18_872)
        .setAttribute("gen_ai.usage.cache_read.input_tokens", 17_653)
        .setAttribute("gen_ai.usage.cache_creation.input_tokens", 1_000)
        .setAttribute("gen_ai.usage.output_tokens", 415)
        .setAttribute("gen_ai.usage.reasoning.output_tokens", 100));

    assertThat(span.attribute(OBSERVATION + "usage_details"))
        .isEqualTo("{\"input\":219,\"input_cached_tokens\":17653,\"input_cache_creation\":1000,"
            + "\"output\":415,\"total\":19287}");
    assertThat(span.attribute(OBSERVATION + "model.name")).isEqualTo("claude-sonnet-4-5");
    assertThat(span.attributes().keySet()).noneMatch(key -> key.startsWith("gen_ai.usage."));
  }

  @Test
  void usageOfAnAgent_isNotTold() {
    ReceivedSpan span = sent(s -> s.setAttribute("gen_ai.operation.name", "invoke_agent")
        .setAttribute("gen_ai.request.model", "claude-sonnet-4-5")
        .setAttribute("gen_ai.usage.input_tokens", 10)
        .setAttribute("gen_ai.usage.output_tokens", 10));

    assertThat(span.attributes().keySet())
        .noneMatch(key -> key.contains("usage"))
        .doesNotContain(OBSERVATION + "model.name");
  }

  @Test
  void costThatIsTold_hasItsTotal() {
    ReceivedSpan span = sent(s -> chat(s)
        .setAttribute("gen_ai.response.model", "a-model-nobody-knows")
        .setAttribute("gen_ai.usage.cost", 0.0042));

    assertThat(span.attribute(OBSERVATION + "cost_details")).isEqualTo("{\"total\":0.0042}");
  }

  @Test
  void costOfAKnownModel_isComputedExactly() {
    ReceivedSpan span = sent(s -> chat(s)
        .setAttribute("gen_ai.provider.name", "anthropic")
        .setAttribute("gen_ai.usage.input_tokens", 1_100)
        .setAttribute("gen_ai.usage.cache_read.input_tokens", 1_000)
        .setAttribute("gen_ai.usage.output_tokens", 10));

    // 100 x 3 + 1000 x 0.3 + 10 x 15 dollars a million.
    assertThat(span.attribute(OBSERVATION + "cost_details"))
        .isEqualTo("{\"input\":0.0003,\"input_cached_tokens\":0.0003,\"output\":0.00015,"
            + "\"total\":0.00075}");
  }

  @Test
  void costOfAnUnknownModel_isNotTold() {
    ReceivedSpan span = sent(s -> chat(s)
        .setAttribute("gen_ai.response.model", "a-model-nobody-knows")
        .setAttribute("gen_ai.usage.input_tokens", 1)
        .setAttribute("gen_ai.usage.output_tokens", 1));

    assertThat(span.attributes()).doesNotContainKey(OBSERVATION + "cost_details");
  }

  @Test
  void parameters_areOneObject() {
    ReceivedSpan span = sent(s -> chat(s)
        .setAttribute("gen_ai.request.model", "claude-sonnet-4-5")
        .setAttribute("gen_ai.request.temperature", 0.5)
        .setAttribute("gen_ai.request.max_tokens", 1024)
        .setAttribute(
            AttributeKey.stringArrayKey("gen_ai.request.stop_sequences"), List.of("a", "b")));

    assertThat(Json.parse(String.valueOf(span.attribute(OBSERVATION + "model.parameters"))))
        .isEqualTo(Map.of(
            "temperature", new Json.Digits("0.5"),
            "max_tokens", new Json.Digits("1024"),
            "stop_sequences", List.of("a", "b")));
  }

  @Test
  void completionStart_isTheStartAndTheTimeToTheFirstPiece() {
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    ReceivedSpan span = sent(s -> chat(s)
        .setStartTimestamp(start)
        .setAttribute("gen_ai.response.time_to_first_chunk", 0.678));

    assertThat(span.attribute(OBSERVATION + "completion_start_time"))
        .isEqualTo("\"2026-01-02T03:04:05.678Z\"");
  }

  @Test
  void messages_areTheInputAndTheOutput_once() {
    String input = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]";
    String output = "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"yo\"}]}]";
    ReceivedSpan span = sent(s -> chat(s)
        .setAttribute("gen_ai.input.messages", input)
        .setAttribute("gen_ai.output.messages", output)
        .setAttribute(
            "gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"be kind\"}]"));

    assertThat(span.attribute(OBSERVATION + "input"))
        .isEqualTo("[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"be kind\"}]},"
            + input.substring(1));
    assertThat(span.attribute(OBSERVATION + "output")).isEqualTo(output);
    assertThat(span.attributes())
        .doesNotContainKeys(
            "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions");
  }

  @Test
  void toolCallsInTheOutput_areWhereLangfuseLooks() {
    ReceivedSpan span = sent(s -> chat(s)
        .setAttribute(
            "gen_ai.output.messages",
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"I look.\"},"
                + "{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"search\","
                + "\"arguments\":{\"q\":\"x\"}}],\"finish_reason\":\"tool_call\"}]"));

    assertThat(span.attribute(OBSERVATION + "output"))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"finish_reason\":\"tool_call\",\"content\":\"I look.\","
                + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"search\",\"arguments\":\"{\\\"q\\\":\\\"x\\\"}\"}}]}]");
  }

  @Test
  void toolResultsInTheInput_areMessagesOfTheirOwn() {
    ReceivedSpan span = sent(s -> chat(s)
        .setAttribute(
            "gen_ai.input.messages",
            "[{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\","
                + "\"response\":\"found\"}]}]"));

    assertThat(span.attribute(OBSERVATION + "input"))
        .isEqualTo("[{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"found\"}]");
  }

  @Test
  void structuredMessages_becomeJson() {
    Value<?> messages = Value.of(
        List.of(Value.of(KeyValue.of("role", Value.of("user")), KeyValue.of("n", Value.of(1L)))));
    ReceivedSpan span =
        sent(s -> chat(s).setAttribute(AttributeKey.valueKey("gen_ai.input.messages"), messages));

    assertThat(span.attribute(OBSERVATION + "input")).isEqualTo("[{\"role\":\"user\",\"n\":1}]");
  }

  @Test
  void tool_hasArgumentsAsInputAndResultAsOutput() {
    ReceivedSpan span = sent(s -> s.setAttribute("gen_ai.operation.name", "execute_tool")
        .setAttribute("gen_ai.tool.name", "bash")
        .setAttribute("gen_ai.tool.call.arguments", "{\"command\":\"ls\"}")
        .setAttribute("gen_ai.tool.call.result", "a\nb"));

    assertThat(span.attributes())
        .contains(
            entry(OBSERVATION + "type", "tool"),
            entry(OBSERVATION + "input", "{\"command\":\"ls\"}"),
            entry(OBSERVATION + "output", "a\nb"),
            entry("gen_ai.tool.name", "bash"));
  }

  @Test
  void exception_isInTheStatusMessageAndTheMetadata() {
    var span = rig.tracer()
        .spanBuilder("x")
        .setAttribute("gen_ai.operation.name", "chat")
        .startSpan();
    span.recordException(new IllegalStateException("no luck"));
    span.setStatus(StatusCode.ERROR);
    span.end();
    rig.flush();

    ReceivedSpan sent = receiver.spans().get(0);
    assertThat(sent.attributes())
        .contains(
            entry(OBSERVATION + "level", "ERROR"),
            entry(OBSERVATION + "status_message", "IllegalStateException: no luck"));
    assertThat(String.valueOf(sent.attribute(OBSERVATION + "metadata.exception_stacktrace")))
        .contains("TranslationTest");
    assertThat(sent.proto().getEventsList()).isEmpty();
  }

  @Test
  void errorWithoutAWord_isNotEmpty() {
    var span = rig.tracer()
        .spanBuilder("x")
        .setAttribute("gen_ai.operation.name", "invoke_agent")
        .startSpan();
    span.setStatus(StatusCode.ERROR);
    span.end();
    rig.flush();

    assertThat(receiver.spans().get(0).attributes())
        .contains(
            entry(OBSERVATION + "status_message", "Error"),
            entry(OBSERVATION + "output", "{\"error\":\"Error\"}"));
  }

  @Test
  void prompt_isLinkedOnlyWithItsVersion() {
    assertThat(sent(s -> chat(s)
                .setAttribute("gen_ai.prompt.name", "greet")
                .setAttribute("gen_ai.prompt.version", "12"))
            .attributes())
        .contains(
            entry(OBSERVATION + "prompt.name", "greet"),
            entry(OBSERVATION + "prompt.version", 12L));
    assertThat(sent(s -> chat(s).setAttribute("gen_ai.prompt.name", "greet")).attributes())
        .doesNotContainKey(OBSERVATION + "prompt.name");
  }

  @Test
  void tagsAndMetadataOfARun_areLangfuses() {
    ReceivedSpan span = sent(s -> s.setAttribute("gen_ai.operation.name", "invoke_agent")
        .setAttribute(AttributeKey.stringArrayKey("agent.tags"), List.of("a", "b"))
        .setAttribute("agent.metadata.team", "red"));

    assertThat(span.attributes())
        .contains(
            entry("langfuse.trace.tags", List.of("a", "b")),
            entry(OBSERVATION + "metadata.team", "red"));
  }

  @Test
  void emptyArray_isNotSent() {
    assertThat(
            sent(s -> s.setAttribute(AttributeKey.stringArrayKey("langfuse.trace.tags"), List.of()))
                .attributes())
        .doesNotContainKey("langfuse.trace.tags");
  }

  @Test
  void otherAttributes_arePassedOn() {
    assertThat(sent(s -> chat(s).setAttribute("http.route", "/x").setAttribute("n", 5))
            .attributes())
        .contains(
            entry("http.route", "/x"), entry("n", 5L), entry("gen_ai.operation.name", "chat"));
  }
}
