// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real recordings must come out as the facts beside them say. */
class ClaudeStreamRecordedTest {
  private static final String THINKING = "lf-thinking-tool-hooks";
  private static final String SUBAGENT = "oi-query-subagent";

  @ParameterizedTest
  @ValueSource(strings = {THINKING, SUBAGENT})
  void readAll_tellsSessionModelAndResult(String name) throws IOException {
    JsonTree facts = facts(name);
    ReadEvents events = read(name);

    AgentEvent.Started started = rootStart(events);
    assertThat(started.sessionId()).isEqualTo(facts.get("session_id").text());
    assertThat(started.model()).isEqualTo(facts.get("init_model").text());
    AgentEvent.Result result = events.last(AgentEvent.Result.class);
    assertThat(result.turns()).isEqualTo((int) facts.get("num_turns").number());
    assertThat(result.durationMillis()).isEqualTo(facts.get("duration_ms").number());
    assertThat(result.error()).isFalse();
    assertThat(result.cost())
        .isEqualTo(new BigDecimal(facts.get("total_cost_usd").text()));
    assertThat(events.of(AgentEvent.Dropped.class)).isEmpty();
    assertThat(events.of(AgentEvent.Failed.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {THINKING, SUBAGENT})
  void readAll_tellsEachToolCallOnceWithItsResult(String name) throws IOException {
    List<JsonTree> facts = facts(name).get("tool_calls").list();
    ReadEvents events = read(name);

    List<AgentEvent.ToolUse> calls = events.of(AgentEvent.ToolUse.class);
    List<AgentEvent.ToolResult> results = events.of(AgentEvent.ToolResult.class);
    assertThat(calls).hasSameSizeAs(facts);
    for (int i = 0; i < facts.size(); i++) {
      JsonTree fact = facts.get(i);
      AgentEvent.ToolUse call = calls.get(i);
      assertThat(call.id()).isEqualTo(fact.get("id").text());
      assertThat(call.name()).isEqualTo(fact.get("name").text());
      assertThat(call.parentToolUseId())
          .isEqualTo(fact.get("parent_tool_use_id").text());
      assertThat(JsonTree.parse(call.input()).map()).isEqualTo(fact.get("input").map());
      assertThat(results).filteredOn(result -> result.id().equals(call.id())).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {THINKING, SUBAGENT})
  void readAll_tellsTheTotalsOfAllModels(String name) throws IOException {
    Map<?, ?> facts = facts(name).get("tokens_all_models").map();
    AgentEvent.Totals totals = read(name).last(AgentEvent.Totals.class);

    assertThat(totals.byModel()).hasSameSizeAs(facts);
    totals.byModel().forEach((model, usage) -> {
      var fact = new JsonTree(facts.get(model));
      assertThat(usage.uncachedInput()).isEqualTo(fact.get("input_tokens").number());
      assertThat(usage.output()).isEqualTo(fact.get("output_tokens").number());
      assertThat(usage.cacheRead())
          .isEqualTo(fact.get("cache_read_input_tokens").number());
      assertThat(usage.cacheWrite())
          .isEqualTo(fact.get("cache_creation_input_tokens").number());
      assertThat(usage.cacheWrite1h()).isZero();
      assertThat(totals.costByModel().get(model))
          .isEqualTo(new BigDecimal(fact.get("cost_usd").text()));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {THINKING, SUBAGENT})
  void readAll_countsInputOncePerMessageAndNoPlaceholderOutput(String name) throws IOException {
    List<JsonTree> messages = facts(name).get("messages").list();
    long expected = 0;
    for (JsonTree message : messages) {
      JsonTree usage = message.get("line_usages").list().get(0);
      expected += usage.get("input_tokens").number()
          + usage.get("cache_read_input_tokens").number()
          + usage.get("cache_creation_input_tokens").number();
    }
    ReadEvents events = read(name);

    assertThat(events.of(AgentEvent.Usage.class)).hasSameSizeAs(messages);
    assertThat(events.messageUsage().input()).isEqualTo(expected);
    assertThat(events.messageUsage().output()).isEqualTo(TokenUsage.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {SUBAGENT})
  void readAll_namesTheSubAgent(String name) throws IOException {
    AgentEvent.Started agent = read(name).of(AgentEvent.Started.class).stream()
        .filter(started -> started.parentToolUseId() != null)
        .reduce((first, second) -> {
          throw new AssertionError("Told twice: " + first + second);
        })
        .orElseThrow();

    assertThat(agent.agentName()).isEqualTo("general-purpose");
    assertThat(agent.background()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {THINKING, SUBAGENT})
  void readAll_readsTheSameInPiecesOfAnySize(String name) throws IOException {
    byte[] bytes = RecordedStreams.bytes("streams/" + name + ".jsonl");
    List<AgentEvent> expected = read(name).all;

    for (int size : new int[] {1, 2, 3, 7, 64, 1021, 4096}) {
      var events = new ReadEvents();
      try (ClaudeStream stream = events.claude()) {
        for (int i = 0; i < bytes.length; i += size) {
          stream.accept(bytes, i, Math.min(size, bytes.length - i));
        }
      }
      assertThat(events.all).as("pieces of %s", size).isEqualTo(expected);
    }
  }

  private static AgentEvent.Started rootStart(ReadEvents events) {
    return events.of(AgentEvent.Started.class).stream()
        .filter(started -> started.parentToolUseId() == null)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static ReadEvents read(String name) throws IOException {
    var events = new ReadEvents();
    events
        .claude()
        .readAll(new ByteArrayInputStream(RecordedStreams.bytes("streams/" + name + ".jsonl")));
    return events;
  }

  private static JsonTree facts(String name) throws IOException {
    String json = new String(RecordedStreams.bytes("expected.json"), StandardCharsets.UTF_8);
    return JsonTree.parse(json).get("agent").get(name);
  }
}
