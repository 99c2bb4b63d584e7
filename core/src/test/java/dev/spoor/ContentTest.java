// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  @Test
  void content_isOffByDefault() {
    drive(builder -> builder);

    assertThat(otel.getSpans())
        .allSatisfy(span -> assertThat(span.getAttributes().asMap())
            .doesNotContainKeys(
                GenAi.INPUT_MESSAGES,
                GenAi.OUTPUT_MESSAGES,
                GenAi.SYSTEM_INSTRUCTIONS,
                GenAi.TOOL_ARGUMENTS,
                GenAi.TOOL_RESULT));
    assertThat(value("invoke_agent agent", GenAi.PROMPT_LENGTH)).isEqualTo(4L);
    assertThat(value("execute_tool Bash", GenAi.TOOL_RESULT_LENGTH)).isEqualTo(5L);
  }

  @Test
  void content_hasTheShapesOfTheConventions() {
    drive(builder -> builder.setContentCapture(ContentCapture.ON));

    assertThat(value("invoke_agent agent", GenAi.INPUT_MESSAGES))
        .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Why?\"}]}]");
    assertThat(value("invoke_agent agent", GenAi.SYSTEM_INSTRUCTIONS))
        .isEqualTo("[{\"type\":\"text\",\"content\":\"Be kind.\"}]");
    assertThat(value("invoke_agent agent", GenAi.OUTPUT_MESSAGES))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Because.\"}]}]");
    assertThat(value("chat m", GenAi.OUTPUT_MESSAGES))
        .isEqualTo("[{\"role\":\"assistant\",\"parts\":["
            + "{\"type\":\"text\",\"content\":\"Let me see.\"},"
            + "{\"type\":\"tool_call\",\"id\":\"t1\",\"name\":\"Bash\",\"arguments\":{\"command\":\"ls\"}}],"
            + "\"finish_reason\":\"tool_use\"}]");
    assertThat(value("execute_tool Bash", GenAi.TOOL_ARGUMENTS)).isEqualTo("{\"command\":\"ls\"}");
    assertThat(value("execute_tool Bash", GenAi.TOOL_RESULT)).isEqualTo("a.txt");
  }

  @Test
  void thinking_isLeftOutUnlessAskedFor() {
    drive(builder -> builder.setContentCapture(ContentCapture.ON));

    assertThat(value("chat m", GenAi.OUTPUT_MESSAGES)).asString().doesNotContain("Hmm");
  }

  @Test
  void thinking_isAPartOfItsOwn() {
    drive(builder -> builder.setContentCapture(ContentCapture.ON_WITH_THINKING));

    assertThat(value("chat m", GenAi.OUTPUT_MESSAGES))
        .asString()
        .contains("{\"type\":\"reasoning\",\"content\":\"Hmm.\"}");
  }

  @Test
  void filter_rewritesAndLeavesOut() {
    drive(builder -> builder
        .setContentCapture(ContentCapture.ON)
        .setContentFilter((kind, content) ->
            kind == ContentKind.TOOL_RESULT ? null : content.replace("Why", "How")));

    assertThat(value("invoke_agent agent", GenAi.INPUT_MESSAGES)).asString().contains("How?");
    assertThat(value("execute_tool Bash", GenAi.TOOL_RESULT)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 300, 1000})
  void limit_holdsInBytesAndKeepsJsonWhole(int limit) throws IOException {
    String wide = "é\"\\\n😀".repeat(1000);
    AgentTracer agents = AgentTracer.builder(otel.getOpenTelemetry())
        .setContentCapture(ContentCapture.ON)
        .setMaxContentBytes(limit)
        .build();
    try (AgentRun run = agents.start(AgentRequest.of("m", wide))) {
      run.tool(
              "t",
              "1",
              "{\"a\":" + JsonText.quote(wide) + ",\"b\":[1,2,{\"c\":" + JsonText.quote(wide)
                  + "}]}")
          .result(wide)
          .close();
    }

    for (AttributeKey<String> key : java.util.List.of(GenAi.INPUT_MESSAGES, GenAi.TOOL_ARGUMENTS)) {
      for (SpanData span : otel.getSpans()) {
        String json = span.getAttributes().get(key);
        if (json != null) {
          assertThat(json.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(limit);
          assertIsJson(json);
        }
      }
    }
  }

  @Test
  void limit_keepsJsonResultsWhole() throws IOException {
    AgentTracer agents = AgentTracer.builder(otel.getOpenTelemetry())
        .setContentCapture(ContentCapture.ON)
        .setMaxContentBytes(256)
        .build();
    String blocks = "[{\"type\":\"text\",\"text\":" + JsonText.quote("long ".repeat(200)) + "}]";
    try (AgentRun run = agents.start(AgentRequest.of("m", "Why?"))) {
      run.onToolUse("1", "search", "{}");
      run.accept(new AgentEvent.ToolResult("1", blocks, true, false, null));
    }

    String kept = String.valueOf(value("execute_tool search", GenAi.TOOL_RESULT));
    assertThat(kept).startsWith("[{\"type\":\"text\",\"text\":\"long ");
    assertThat(kept.length()).isLessThanOrEqualTo(256);
    assertIsJson(kept);
    assertThat(value("execute_tool search", GenAi.TOOL_RESULT_LENGTH))
        .isEqualTo((long) blocks.length());
  }

  @ParameterizedTest
  @CsvSource({
    "true,ON",
    "SPAN_ONLY,ON",
    "span_and_event,ON",
    "false,OFF",
    "NO_CONTENT,OFF",
    "EVENT_ONLY,OFF",
    ",OFF"
  })
  void variable_isUnderstood(@Nullable String value, ContentCapture expected) {
    assertThat(ContentCapture.parse(value)).isEqualTo(expected);
  }

  @Test
  void argumentsThatAreNoJson_becomeAJsonString() throws IOException {
    assertIsJson(JsonText.cutJson("{\"broken\":", 100));
    assertThat(JsonText.cutJson("not json", 100)).isEqualTo("\"not json\"");
  }

  private static void drive(UnaryOperator<AgentTracerBuilder> settings) {
    AgentTracer agents =
        settings.apply(AgentTracer.builder(otel.getOpenTelemetry())).build();
    AgentRequest request = AgentRequest.builder()
        .setModel("m")
        .setPrompt("Why?")
        .setSystemInstructions("Be kind.")
        .build();
    try (AgentRun run = agents.start(request)) {
      run.accept(new AgentEvent.Thinking("Hmm.", false, "m1", null));
      run.accept(new AgentEvent.Text("Let me ", true, "m1", null));
      run.accept(new AgentEvent.Text("see.", true, "m1", null));
      run.accept(new AgentEvent.ToolUse("t1", "Bash", "{\"command\":\"ls\"}", "m1", null));
      run.accept(new AgentEvent.Usage(TokenUsage.NONE, "m", "tool_use", true, "m1", null));
      run.accept(new AgentEvent.ToolResult("t1", "a.txt", false, false, null));
      run.onResult("Because.", 5, null);
    }
  }

  private static @Nullable Object value(String span, AttributeKey<?> key) {
    return otel.getSpans().stream()
        .filter(data -> data.getName().equals(span))
        .findFirst()
        .orElseThrow()
        .getAttributes()
        .get(key);
  }

  private static void assertIsJson(String json) throws IOException {
    try (JsonParser parser = JsonText.JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        parser.getText();
      }
    }
  }
}
