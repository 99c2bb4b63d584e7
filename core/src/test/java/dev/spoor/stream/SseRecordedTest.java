// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real recordings must come out as the facts beside them say. */
class SseRecordedTest {
  private static final String TEXT = "anthropic-text";
  private static final String TOOLS = "anthropic-tool-use";
  private static final String OPENAI = "openai-chat-parallel-tools";

  @ParameterizedTest
  @ValueSource(strings = {TEXT, TOOLS})
  void readAll_tellsUsageModelAndStopReasonOfAnthropic(String name) throws IOException {
    JsonTree facts = facts(name);
    ReadEvents events = read(name);

    AgentEvent.Usage usage = events.last(AgentEvent.Usage.class);
    assertThat(usage.complete()).isTrue();
    assertThat(usage.model()).isEqualTo(facts.get("model").text());
    assertThat(usage.messageId()).isEqualTo(facts.get("id").text());
    assertThat(usage.finishReason()).isEqualTo(facts.get("stop_reason").text());
    JsonTree last = facts.get("usage_final");
    assertThat(usage.usage().input()).isEqualTo(last.get("input_tokens").number());
    assertThat(usage.usage().output()).isEqualTo(last.get("output_tokens").number());
    assertThat(usage.usage().cacheRead())
        .isEqualTo(last.get("cache_read_input_tokens").number());
    assertThat(events.of(AgentEvent.Failed.class)).isEmpty();
    assertThat(events.of(AgentEvent.Dropped.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, TOOLS})
  void readAll_tellsTextAndToolCallsOfAnthropic(String name) throws IOException {
    List<JsonTree> blocks = facts(name).get("blocks").list();
    ReadEvents events = read(name);

    List<JsonTree> calls = blocks.stream()
        .filter(block -> "tool_use".equals(block.get("type").text()))
        .toList();
    List<AgentEvent.ToolUse> told = events.of(AgentEvent.ToolUse.class);
    assertThat(events.text()).hasSize((int) blocks.get(0).get("chars").number());
    assertThat(told).hasSameSizeAs(calls);
    for (int i = 0; i < calls.size(); i++) {
      assertThat(told.get(i).id()).isEqualTo(calls.get(i).get("id").text());
      assertThat(told.get(i).name()).isEqualTo(calls.get(i).get("name").text());
      assertThat(JsonTree.parse(told.get(i).input()).map())
          .isEqualTo(calls.get(i).get("input").map());
    }
  }

  @Test
  void readAll_tellsParallelToolCallsOfOpenAiAndNoUsageThatIsNotThere() throws IOException {
    JsonTree facts = facts(OPENAI);
    ReadEvents events = read(OPENAI);

    AgentEvent.Usage usage = events.last(AgentEvent.Usage.class);
    assertThat(usage.usage()).isEqualTo(TokenUsage.NONE);
    assertThat(usage.complete()).isTrue();
    assertThat(usage.model()).isEqualTo(facts.get("model").text());
    assertThat(usage.messageId()).isEqualTo(facts.get("id").text());
    assertThat(usage.finishReason()).isEqualTo(facts.get("finish_reason").text());
    List<JsonTree> calls = facts.get("tool_calls").list();
    List<AgentEvent.ToolUse> told = events.of(AgentEvent.ToolUse.class);
    assertThat(told).hasSameSizeAs(calls);
    for (int i = 0; i < calls.size(); i++) {
      assertThat(told.get(i).id()).isEqualTo(calls.get(i).get("id").text());
      assertThat(told.get(i).input()).isEqualTo(calls.get(i).get("arguments").text());
    }
    assertThat(events.text()).isEmpty();
    assertThat(events.of(AgentEvent.Failed.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, TOOLS, OPENAI})
  void accept_readsTheSameWhereverTheBytesAreCut(String name) throws IOException {
    byte[] bytes = RecordedStreams.bytes("sse/" + name + ".sse");
    List<AgentEvent> expected = read(name).all;

    for (int cut = 0; cut <= bytes.length; cut += 3) {
      var events = new ReadEvents();
      if (name.equals(OPENAI)) {
        try (OpenAiSse sse = events.openAi()) {
          sse.accept(bytes, 0, cut);
          sse.accept(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
        }
      } else {
        try (AnthropicSse sse = events.anthropic()) {
          sse.accept(bytes, 0, cut);
          sse.accept(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
        }
      }
      assertThat(events.all).as("cut at %s", cut).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, TOOLS, OPENAI})
  void close_failsWhatWasCutOff(String name) throws IOException {
    byte[] bytes = RecordedStreams.bytes("sse/" + name + ".sse");

    for (int length = 0; length < bytes.length; length += 97) {
      var events = new ReadEvents();
      if (name.equals(OPENAI)) {
        events.openAi().readAll(new ByteArrayInputStream(bytes, 0, length));
      } else {
        events.anthropic().readAll(new ByteArrayInputStream(bytes, 0, length));
      }
      assertThat(events.last(AgentEvent.Failed.class).message()).isEqualTo("stream ended");
      assertThat(events.of(AgentEvent.Failed.class)).hasSize(1);
    }
  }

  private static ReadEvents read(String name) throws IOException {
    var events = new ReadEvents();
    var in = new ByteArrayInputStream(RecordedStreams.bytes("sse/" + name + ".sse"));
    if (name.equals(OPENAI)) {
      events.openAi().readAll(in);
    } else {
      events.anthropic().readAll(in);
    }
    return events;
  }

  private static JsonTree facts(String name) throws IOException {
    String json = new String(RecordedStreams.bytes("expected.json"), StandardCharsets.UTF_8);
    return JsonTree.parse(json).get("sse").get(name);
  }
}
