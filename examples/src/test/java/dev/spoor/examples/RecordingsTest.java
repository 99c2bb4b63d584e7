// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spoor.testing.Fixtures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is reported of real recordings, against facts that were read from them by hand. */
class RecordingsTest {
  private static final List<String> KINDS =
      List.of("input_tokens", "output_tokens", "cache_read_input_tokens");

  @ParameterizedTest
  @ValueSource(strings = {"lf-thinking-tool-hooks", "oi-query-subagent"})
  void agentStream_isReportedAsItWas(String name) {
    var expected = facts("agent", name);
    var report = CommandLine.inspect(Fixtures.text("streams/" + name + ".jsonl"));

    assertThat(report)
        .containsEntry("session_id", expected.get("session_id"))
        .containsEntry("status", expected.get("status"))
        .containsEntry("turns", expected.get("num_turns"))
        .containsEntry("complete", true)
        .containsEntry("dropped_lines", 0L);
    assertThat(Json.child(report, "cost_usd"))
        .containsEntry("reported", plain(expected.get("total_cost_usd")))
        .containsEntry("computed", plain(expected.get("cost_at_list_price_usd")));
    assertThat(Json.children(report, "tools"))
        .extracting(tool -> tool.get("id"), tool -> tool.get("name"), RecordingsTest::parentOf)
        .containsExactlyElementsOf(Json.children(expected, "tool_calls").stream()
            .map(tool -> tuple(tool.get("id"), tool.get("name"), parentOf(tool)))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lf-thinking-tool-hooks", "oi-query-subagent"})
  void agentStream_hasTheTokensOfItsResult(String name) {
    var expected = facts("agent", name);
    var models =
        Json.child(CommandLine.inspect(Fixtures.text("streams/" + name + ".jsonl")), "models");
    var expectedModels = Json.child(expected, "tokens_all_models");

    assertThat(models).containsOnlyKeys(expectedModels.keySet());
    for (String model : expectedModels.keySet()) {
      var actual = Json.child(models, model);
      var usage = Json.child(expectedModels, model);
      assertThat(actual.get("input")).isEqualTo(usage.get(KINDS.get(0)));
      assertThat(actual.get("output")).isEqualTo(usage.get(KINDS.get(1)));
      assertThat(actual.get("cache_read")).isEqualTo(usage.get(KINDS.get(2)));
      var split = Json.child(expected, "cache_creation_split");
      assertThat(actual.get("cache_write_1h")).isEqualTo(split.get("ephemeral_1h_input_tokens"));
      assertThat(actual.get("cache_write_5m")).isEqualTo(split.get("ephemeral_5m_input_tokens"));
    }
  }

  @Test
  void subAgent_isTheParentOfWhatItDid() {
    var report = CommandLine.inspect(Fixtures.text("streams/oi-query-subagent.jsonl"));
    var spans = Json.children(report, "spans");

    assertThat(path(spans, "execute_tool Bash"))
        .containsExactly(
            "execute_tool Bash",
            "invoke_agent general-purpose",
            "execute_tool Agent",
            "invoke_agent claude-code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic-text", "anthropic-tool-use"})
  void anthropicAnswer_hasItsFinalUsage(String name) {
    var expected = facts("sse", name);
    var report = CommandLine.inspect(Fixtures.text("sse/" + name + ".sse"));
    var model = Json.child(Json.child(report, "models"), String.valueOf(expected.get("model")));
    var usage = Json.child(expected, "usage_final");

    assertThat(report).containsEntry("status", "ok").containsEntry("complete", true);
    assertThat(model.get("input")).isEqualTo(usage.get("input_tokens"));
    assertThat(model.get("output")).isEqualTo(usage.get("output_tokens"));
    assertThat(model.get("cache_read")).isEqualTo(usage.get("cache_read_input_tokens"));
    assertThat(Json.children(report, "tools"))
        .extracting(tool -> tool.get("id"))
        .containsExactlyElementsOf(Json.children(expected, "blocks").stream()
            .filter(block -> "tool_use".equals(block.get("type")))
            .map(block -> block.get("id"))
            .toList());
  }

  @Test
  void openAiAnswer_withoutUsageHasUnknownFigures() {
    var expected = facts("sse", "openai-chat-parallel-tools");
    var report = CommandLine.inspect(Fixtures.text("sse/openai-chat-parallel-tools.sse"));

    assertThat(report).containsEntry("status", "ok").containsEntry("complete", false);
    assertThat(Json.child(Json.child(report, "models"), String.valueOf(expected.get("model"))))
        .allSatisfy((kind, count) -> assertThat(count).isNull());
    assertThat(Json.children(report, "tools"))
        .extracting(tool -> tool.get("id"))
        .containsExactlyElementsOf(Json.children(expected, "tool_calls").stream()
            .map(call -> call.get("id"))
            .toList());
  }

  private static Map<String, @Nullable Object> facts(String kind, String name) {
    return Json.child(Json.child(Json.object(Fixtures.text("expected.json")), kind), name);
  }

  private static List<String> path(List<Map<String, @Nullable Object>> spans, String name) {
    var span = spans.stream()
        .filter(candidate -> name.equals(candidate.get("name")))
        .findFirst()
        .orElseThrow();
    List<String> names = new ArrayList<>(List.of(name));
    while (span.get("parent") instanceof String parent) {
      span = spans.get(Integer.parseInt(parent) - 1);
      names.add(String.valueOf(span.get("name")));
    }
    return names;
  }

  private static String parentOf(Map<String, @Nullable Object> tool) {
    return String.valueOf(tool.get("parent_tool_use_id"));
  }

  private static String plain(@Nullable Object number) {
    return number instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(number);
  }
}
