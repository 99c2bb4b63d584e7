// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Langfuse makes of the spans of other libraries, in the forms that are about. */
class IngestedForeignSpanTest {
  private final FakeLangfuse langfuse = new FakeLangfuse();
  private final Rig rig = Rig.at(langfuse.url(), b -> {});

  @AfterEach
  void close() {
    rig.close();
    langfuse.close();
  }

  private Ingested shown(String scope, Consumer<Span> attributes) {
    Span span = rig.provider.get(scope).spanBuilder("x").startSpan();
    attributes.accept(span);
    span.end();
    assertThat(rig.flush()).isTrue();
    List<Ingested> all = langfuse.observations();
    return all.get(all.size() - 1);
  }

  private static Span chat(Span span) {
    return span.setAttribute("gen_ai.operation.name", "chat")
        .setAttribute("gen_ai.request.model", "gpt-4o");
  }

  @Test
  void springAi_isAGeneration() {
    Ingested shown = shown(
        "org.springframework.boot",
        s -> chat(s)
            .setAttribute("gen_ai.system", "openai")
            .setAttribute("gen_ai.response.model", "gpt-4o-2024-08-06")
            .setAttribute("gen_ai.request.temperature", "0.7")
            .setAttribute("gen_ai.usage.input_tokens", "100")
            .setAttribute("gen_ai.usage.output_tokens", "20")
            .setAttribute("gen_ai.usage.total_tokens", "120")
            .setAttribute("gen_ai.prompt", "[\"hi\"]")
            .setAttribute("gen_ai.completion", "[\"yo\"]"));

    assertThat(shown.type()).isEqualTo("generation");
    assertThat(shown.model()).isEqualTo("gpt-4o-2024-08-06");
    assertThat(shown.modelParameters()).isEqualTo(Map.of("temperature", "0.7"));
    assertThat(shown.usage())
        .containsOnly(entry("input", 100L), entry("output", 20L), entry("total", 120L));
    assertThat(shown.input()).isEqualTo(List.of("hi"));
    assertThat(shown.output()).isEqualTo(List.of("yo"));
  }

  @Test
  void openLlmetry_isAGeneration() {
    Ingested shown = shown(
        "opentelemetry.instrumentation.openai",
        s -> s.setAttribute("llm.request.type", "chat")
            .setAttribute("gen_ai.request.model", "gpt-4o")
            .setAttribute("gen_ai.usage.prompt_tokens", 10)
            .setAttribute("gen_ai.usage.completion_tokens", 2)
            .setAttribute("gen_ai.prompt.0.role", "user")
            .setAttribute("gen_ai.prompt.0.content", "hi")
            .setAttribute("gen_ai.completion.0.role", "assistant")
            .setAttribute("gen_ai.completion.0.content", "yo"));

    assertThat(shown.type()).isEqualTo("generation");
    assertThat(shown.usage()).containsEntry("input", 10L).containsEntry("output", 2L);
    assertThat(shown.input()).isEqualTo(List.of(Map.of("role", "user", "content", "hi")));
    assertThat(shown.output()).isEqualTo(List.of(Map.of("role", "assistant", "content", "yo")));
  }

  @Test
  void openInference_isAGeneration() {
    Ingested shown = shown(
        "openinference.instrumentation.x",
        s -> s.setAttribute("openinference.span.kind", "LLM")
            .setAttribute("llm.model_name", "gpt-4o")
            .setAttribute("llm.token_count.prompt", 10)
            .setAttribute("llm.token_count.completion", 2)
            .setAttribute("llm.token_count.prompt_details.cache_read", 4)
            .setAttribute("input.value", "{\"q\":1}")
            .setAttribute("output.value", "yo"));

    assertThat(shown.type()).isEqualTo("generation");
    assertThat(shown.model()).isEqualTo("gpt-4o");
    assertThat(shown.usage())
        .containsOnly(
            entry("input", 6L),
            entry("input_cached_tokens", 4L),
            entry("output", 2L),
            entry("total", 12L));
    assertThat(shown.input()).isEqualTo(Map.of("q", new Json.Digits("1")));
    assertThat(shown.output()).isEqualTo("yo");
  }

  @Test
  void promptInBrackets_isNoJson() {
    assertThat(shown(
                "x",
                s -> chat(s)
                    .setAttribute("gen_ai.system_instructions", "be kind")
                    .setAttribute("gen_ai.prompt", "[INST] hi [/INST]"))
            .input())
        .isEqualTo(List.of(
            Map.of("role", "system", "content", "be kind"),
            Map.of("role", "user", "content", "[INST] hi [/INST]")));
  }

  @Test
  void answerInAnEvent_isNotHiddenByTheInput() {
    Ingested shown = shown(
        "io.opentelemetry.openai-java-1.1",
        s -> chat(s)
            .setAttribute("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"hi\"}]")
            .addEvent(
                "gen_ai.choice",
                Attributes.of(AttributeKey.stringKey("message"), "{\"content\":\"yo\"}")));

    assertThat(String.valueOf(shown.input())).contains("hi");
    assertThat(shown.output()).isEqualTo(List.of(Map.of("message", Map.of("content", "yo"))));
  }

  @Test
  void numberedAnswer_isNotHiddenByTheInput() {
    Ingested shown = shown(
        "x",
        s -> chat(s)
            .setAttribute("langfuse.observation.input", "hi")
            .setAttribute("gen_ai.completion.0.content", "yo"));

    assertThat(shown.output()).isEqualTo(List.of(Map.of("content", "yo")));
  }

  @Test
  void toolCallsOfEveryForm_areSeen() {
    assertThat(shown(
                "x",
                s -> chat(s)
                    .setAttribute(
                        "gen_ai.output.messages",
                        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"1\",\"name\":\"bash\","
                            + "\"arguments\":{}}]}]"))
            .toolCalls())
        .containsExactly("bash");
    assertThat(shown(
                "x",
                s -> chat(s)
                    .setAttribute(
                        "gen_ai.output.messages",
                        "[{\"content\":[{\"type\":\"tool_use\",\"name\":\"grep\"}]}]"))
            .toolCalls())
        .containsExactly("grep");
  }

  @Test
  void toolDefinitions_areSeenInEveryScope() {
    String tools = "[{\"type\":\"function\",\"name\":\"bash\"}]";
    for (String scope : List.of("x", "langfuse-sdk")) {
      assertThat(shown(scope, s -> chat(s).setAttribute("gen_ai.tool.definitions", tools))
              .toolDefinitions())
          .as(scope)
          .containsExactly("bash");
    }
    Value<?> structured = Value.of(List.of(Value.of(Map.of("name", Value.of("grep")))));
    assertThat(shown(
                "x",
                s -> chat(s)
                    .setAttribute(AttributeKey.valueKey("gen_ai.tool.definitions"), structured))
            .toolDefinitions())
        .containsExactly("grep");
  }

  @Test
  void tierThatWasServed_choosesThePrice() {
    assertThat(shown(
                "x",
                s -> chat(s)
                    .setAttribute("openai.request.service_tier", "auto")
                    .setAttribute("openai.response.service_tier", "flex"))
            .modelParameters())
        .containsEntry("service_tier", "flex");
  }

  @Test
  void usageOfASpanOfNoType_isKept() {
    Ingested shown = shown("x", s -> s.setAttribute("gen_ai.usage.input_tokens", 5));

    assertThat(shown.type()).isEqualTo("span");
    assertThat(shown.usage()).containsEntry("input", 5L);
  }

  @Test
  void usageOfAnAgent_isNotAddedToThatOfItsCalls() {
    Ingested shown = shown(
        "x",
        s -> s.setAttribute("gen_ai.operation.name", "invoke_agent")
            .setAttribute("gen_ai.request.model", "gpt-4o")
            .setAttribute("gen_ai.usage.input_tokens", 5)
            .setAttribute("gen_ai.usage.cost", 1.5));

    assertThat(shown.type()).isEqualTo("agent");
    assertThat(shown.usage()).isEmpty();
    assertThat(shown.cost()).isEmpty();
  }

  @Test
  void ownTermsThatLangfuseWouldDropOrGarble_arePutRight() {
    Ingested shown = shown(
        "x",
        s -> s.setAttribute("langfuse.observation.type", "GENERATION")
            .setAttribute("langfuse.observation.metadata", "plain")
            .setAttribute("langfuse.observation.completion_start_time", 1_767_323_045_678L)
            .setAttribute("langfuse.observation.prompt.name", "greet")
            .setAttribute("langfuse.observation.prompt.version", "3")
            .setAttribute(
                "langfuse.observation.usage_details",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":4}}")
            .setAttribute(
                "langfuse.observation.cost_details",
                "{\"input\":\"0.1\",\"input_cached_tokens\":0.2,\"output\":-1}")
            .setAttribute("langfuse.observation.metadata.big", 9_007_199_254_740_993L)
            .setAttribute("langfuse.observation.metadata.nan", Double.NaN)
            .setAttribute(AttributeKey.stringArrayKey("langfuse.trace.tags"), List.of()));

    assertThat(shown.type()).isEqualTo("generation");
    assertThat(shown.metadata())
        .contains(entry("value", "plain"), entry("big", "9007199254740993"), entry("nan", "NaN"));
    assertThat(shown.completionStart()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(shown.prompt()).isEqualTo("greet:3");
    assertThat(shown.usage())
        .containsOnly(
            entry("input", 6L),
            entry("input_cached_tokens", 4L),
            entry("output", 5L),
            entry("total", 15L));
    assertThat(shown.cost())
        .containsOnly(entry("input", 0.1), entry("input_cached_tokens", 0.2), entry("total", 0.3));
    assertThat(shown.tags()).isEmpty();
  }

  @Test
  void promptWithoutAVersion_isMetadata() {
    Ingested shown =
        shown("x", s -> chat(s).setAttribute("langfuse.observation.prompt.name", "greet"));

    assertThat(shown.prompt()).isNull();
    assertThat(shown.metadata()).containsEntry("prompt_name", "greet");
  }
}
