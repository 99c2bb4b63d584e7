// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of {@code inspect --json}, each on the few lines that show it. */
class InspectClaudeStreamTest {
  private static final String INIT = """
      {"type":"system","subtype":"init","model":"claude-opus-5","session_id":"s-1","uuid":"u-1"}
      """;
  private static final String SUCCESS = """
      {"type":"result","subtype":"success","is_error":false,"num_turns":1,"total_cost_usd":0.5,\
      "usage":{"input_tokens":3,"output_tokens":4,"cache_read_input_tokens":5,\
      "cache_creation_input_tokens":0},"modelUsage":{"claude-opus-5":{"inputTokens":3,\
      "outputTokens":4,"cacheReadInputTokens":5,"cacheCreationInputTokens":0,"costUSD":0.5}},\
      "session_id":"s-1"}
      """;

  @Test
  void report_hasEveryKey() {
    var report = CommandLine.inspect(INIT + SUCCESS);

    assertThat(report)
        .containsOnlyKeys(
            "session_id",
            "status",
            "status_message",
            "complete",
            "turns",
            "tools",
            "agents",
            "models",
            "cost_usd",
            "dropped_lines",
            "spans");
    assertThat(report)
        .contains(
            entry("session_id", "s-1"),
            entry("status", "ok"),
            entry("status_message", null),
            entry("complete", true),
            entry("turns", 1L),
            entry("dropped_lines", 0L));
    assertThat(Json.child(report, "cost_usd")).containsOnlyKeys("reported", "computed");
    assertThat(model(report, "claude-opus-5"))
        .containsOnlyKeys(
            "input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "reasoning");
  }

  @Test
  void models_areThoseOfTheResult() {
    var report = CommandLine.inspect(INIT + assistant("m-1", 900, 800, text("x")) + SUCCESS);

    assertThat(model(report, "claude-opus-5"))
        .contains(entry("input", 3L), entry("output", 4L), entry("cache_read", 5L))
        .contains(entry("reasoning", null));
  }

  @Test
  void models_areNamedAsTheResultNamesThem() {
    var report = CommandLine.inspect(INIT + """
                {"type":"result","subtype":"success","is_error":false,"num_turns":1,\
                "modelUsage":{"claude-haiku-4-5":{"inputTokens":3,"outputTokens":4},\
                "claude-haiku-4-5-20251001":{"inputTokens":10,"outputTokens":20}}}
                """);

    assertThat(model(report, "claude-haiku-4-5")).contains(entry("input", 3L), entry("output", 4L));
    assertThat(model(report, "claude-haiku-4-5-20251001"))
        .contains(entry("input", 10L), entry("output", 20L));
    assertThat(Json.child(Json.children(report, "spans").get(0), "attributes"))
        .contains(entry("agent.tokens.input", 13L), entry("agent.tokens.output", 24L));
  }

  @Test
  void models_takeTheUsageOfTheResultWhenItNamesNone() {
    String result = """
        {"type":"result","subtype":"error_max_turns","is_error":true,"num_turns":2,\
        "usage":{"input_tokens":3,"output_tokens":4},"modelUsage":{},"errors":["too long"]}
        """;

    assertThat(model(CommandLine.inspect(INIT + result), "claude-opus-5"))
        .contains(entry("input", 3L), entry("output", 4L));
    assertThat(model(
            CommandLine.inspect(INIT + assistant("m-1", 1, 0, text("x")) + result),
            "claude-sonnet-4-6"))
        .contains(entry("input", 3L), entry("output", 4L));
  }

  @Test
  void models_areNoneWhenNothingWasUsed() {
    var report = CommandLine.inspect(INIT + """
                {"type":"result","subtype":"success","is_error":true,"num_turns":0,\
                "usage":{"input_tokens":0,"output_tokens":0,"cache_read_input_tokens":0,\
                "cache_creation_input_tokens":0},"modelUsage":{},"result":"Not logged in"}
                """);

    assertThat(Json.child(report, "models")).isEmpty();
    assertThat(report).contains(entry("status", "error"), entry("status_message", "Not logged in"));
  }

  @Test
  void models_withoutAResultCountEachMessageOnceAndNotItsOutput() {
    var report = CommandLine.inspect(INIT
        + assistant("m-1", 3, 100, text("x"))
        + assistant("m-1", 3, 100, tool("t-1", "Bash"))
        + assistant("m-2", 1, 200, text("y")));

    assertThat(model(report, "claude-sonnet-4-6"))
        .contains(entry("input", 4L), entry("cache_read", 300L), entry("output", null));
    assertThat(report)
        .contains(
            entry("status", "error"),
            entry("status_message", "stream ended"),
            entry("complete", false),
            entry("turns", null));
    assertThat(Json.child(report, "cost_usd")).containsEntry("reported", null);
  }

  @Test
  void models_withoutAResultKnowTheOutputWhenEveryMessageWasStreamedToItsEnd() {
    assertThat(model(
            CommandLine.inspect(INIT + streamed("m-1", 70) + streamed("m-2", 8)),
            "claude-sonnet-4-6"))
        .containsEntry("output", 78L);
    assertThat(model(
            CommandLine.inspect(INIT + streamed("m-1", 70) + assistant("m-2", 1, 0, text("y"))),
            "claude-sonnet-4-6"))
        .containsEntry("output", null);
  }

  @Test
  void models_splitCacheWritesByWhatTheResultSaysAndCallTheRestFiveMinutes() {
    String result = """
        {"type":"result","subtype":"success","is_error":false,"num_turns":1,\
        "usage":{"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":50,\
        "cache_creation":{"ephemeral_1h_input_tokens":40,"ephemeral_5m_input_tokens":10}},\
        "modelUsage":{"claude-opus-5":{"inputTokens":1,"outputTokens":1,\
        "cacheCreationInputTokens":60}}}
        """;
    String split = """
        {"type":"result","subtype":"success","is_error":false,"num_turns":1,\
        "modelUsage":{"claude-opus-5":{"inputTokens":1,"outputTokens":1,\
        "cacheCreationInputTokens":60,"cacheCreationEphemeral1hInputTokens":45,\
        "cacheCreationEphemeral5mInputTokens":15}}}
        """;

    assertThat(model(CommandLine.inspect(INIT + result), "claude-opus-5"))
        .contains(entry("cache_write_1h", 40L), entry("cache_write_5m", 20L));
    assertThat(model(CommandLine.inspect(INIT + split), "claude-opus-5"))
        .contains(entry("cache_write_1h", 45L), entry("cache_write_5m", 15L));
  }

  @Test
  void models_splitEachResultsTotalsAnew() {
    String first = """
        {"type":"result","subtype":"error_max_turns","is_error":true,"num_turns":1,"modelUsage":{},\
        "usage":{"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":30,\
        "cache_creation":{"ephemeral_1h_input_tokens":20,"ephemeral_5m_input_tokens":10}}}
        """;
    String second = """
        {"type":"result","subtype":"success","is_error":false,"num_turns":1,\
        "usage":{"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":5,\
        "cache_creation":{"ephemeral_1h_input_tokens":5,"ephemeral_5m_input_tokens":0}},\
        "modelUsage":{"claude-opus-5":{"inputTokens":2,"outputTokens":2,\
        "cacheCreationInputTokens":35}}}
        """;

    assertThat(model(CommandLine.inspect(INIT + first + second), "claude-opus-5"))
        .contains(entry("cache_write_1h", 25L), entry("cache_write_5m", 10L));
  }

  @Test
  void models_tellReasoningWhereItIsTold() {
    var report = CommandLine.inspect(INIT + """
                {"type":"result","subtype":"success","is_error":false,"num_turns":1,\
                "modelUsage":{"claude-opus-5":{"inputTokens":1,"outputTokens":9,\
                "thinkingTokens":7}}}
                """);

    assertThat(model(report, "claude-opus-5")).containsEntry("reasoning", 7L);
  }

  @Test
  void tools_haveOneEntryACall() {
    var report = CommandLine.inspect(INIT
        + assistant("m-1", 1, 0, tool("t-1", "Bash"))
        + assistant("m-1", 1, 0, tool("t-1", "Bash"))
        + assistant("m-1", 1, 0, tool("t-2", "Read"))
        + assistant("m-1", 1, 0, tool("t-3", "Edit"))
        + assistant(
            "m-1",
            1,
            0,
            "{\"type\":\"server_tool_use\",\"id\":\"srv-1\",\"name\":\"web_search\",\"input\":{}}")
        + toolResult("t-2", true)
        + toolResult("t-1", false)
        + SUCCESS);

    assertThat(Json.children(report, "tools"))
        .containsExactly(
            toolEntry("t-1", "Bash", "ok"),
            toolEntry("t-2", "Read", "error"),
            toolEntry("t-3", "Edit", "abandoned"));
  }

  @Test
  void tools_thatTheStreamCutsOffAreAbandoned() {
    var report = CommandLine.inspect(INIT
        + event("{\"type\":\"message_start\",\"message\":{\"id\":\"m-1\",\"model\":\"m\"}}")
        + event("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
            + tool("t-1", "Bash") + "}")
        + event("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
            + "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"comm\"}}"));

    assertThat(Json.children(report, "tools"))
        .containsExactly(toolEntry("t-1", "Bash", "abandoned"));
  }

  @Test
  void tools_haveTheirResultWheneverItCame() {
    var report = CommandLine.inspect(
        INIT + toolResult("t-1", true) + assistant("m-1", 1, 0, tool("t-1", "Bash")) + SUCCESS);

    assertThat(Json.children(report, "tools")).containsExactly(toolEntry("t-1", "Bash", "error"));
  }

  @Test
  void agents_thatWorkOnWhenTheirCallReturnedLoseNoSpan() {
    String ofAgent = "\"parent_tool_use_id\":\"t-1\"";
    var report = CommandLine.inspect(INIT
        + assistant("m-1", 1, 0, tool("t-1", "Agent"))
        + assistant("m-2", 1, 0, text("x")).replace("\"parent_tool_use_id\":null", ofAgent)
        + toolResult("t-1", false)
        + assistant("m-3", 1, 0, tool("t-2", "Grep"))
            .replace("\"parent_tool_use_id\":null", ofAgent)
        + toolResult("t-2", false).replace("\"parent_tool_use_id\":null", ofAgent)
        + "{\"type\":\"system\",\"subtype\":\"task_notification\",\"tool_use_id\":\"t-1\","
        + "\"status\":\"completed\"}\n"
        + SUCCESS);

    assertThat(Json.children(report, "agents")).hasSize(1);
    assertThat(Json.children(report, "spans"))
        .filteredOn(span -> "invoke_agent Agent".equals(span.get("name")))
        .hasSize(2)
        .allSatisfy(span -> assertThat(span).containsEntry("status", "ok"));
    assertThat(Json.children(report, "spans"))
        .extracting(span -> span.get("name"))
        .contains("execute_tool Grep");
  }

  @Test
  void agents_areCallsThatHaveLinesOfTheirOwn() {
    var report = CommandLine.inspect(INIT
        + assistant(
            "m-1",
            1,
            0,
            "{\"type\":\"tool_use\",\"id\":\"t-1\",\"name\":\"Agent\",\"input\":"
                + "{\"subagent_type\":\"Explore\",\"prompt\":\"look\"}}")
        + assistant("m-2", 1, 0, tool("t-2", "Grep"))
            .replace("\"parent_tool_use_id\":null", "\"parent_tool_use_id\":\"t-1\"")
        + toolResult("t-2", false)
            .replace("\"parent_tool_use_id\":null", "\"parent_tool_use_id\":\"t-1\"")
        + toolResult("t-1", false)
        + SUCCESS);

    assertThat(Json.children(report, "agents"))
        .containsExactly(Map.of("name", "Explore", "parent_tool_use_id", "t-1"));
    assertThat(Json.children(report, "tools"))
        .extracting(tool -> tool.get("parent_tool_use_id"))
        .containsExactly(null, "t-1");
    assertThat(Json.children(report, "spans"))
        .extracting(span -> span.get("name"))
        .contains("invoke_agent Explore", "execute_tool Agent", "execute_tool Grep");
  }

  @Test
  void agents_areTasksOfAnyKindThatBelongToACall() {
    var report = CommandLine.inspect(INIT
        + assistant("m-1", 1, 0, tool("t-1", "Bash"))
        + taskStarted("local_bash", ",\"tool_use_id\":\"t-1\"")
        + taskStarted("local_bash", ",\"tool_use_id\":\"t-1\"")
        + taskStarted("mcp_task", "")
        + assistant("m-1", 1, 0, tool("t-2", "Agent"))
        + taskStarted("local_agent", ",\"tool_use_id\":\"t-2\",\"subagent_type\":\"Plan\"")
        + toolResult("t-1", false)
        + SUCCESS);

    assertThat(Json.children(report, "agents"))
        .extracting(agent -> agent.get("name"), agent -> agent.get("parent_tool_use_id"))
        .containsExactly(tuple(null, "t-1"), tuple("Plan", "t-2"));
    assertThat(Json.children(report, "spans"))
        .extracting(span -> span.get("name"))
        .contains("invoke_agent Plan")
        .doesNotContain("invoke_agent Bash");
  }

  @Test
  void agents_areSeenByLinesOfAnyType() {
    var report =
        CommandLine.inspect(INIT + assistant("m-1", 1, 0, tool("t-1", "Agent")) + """
                {"type":"tool_progress","tool_use_id":"t-9","tool_name":"Bash",\
                "parent_tool_use_id":"t-1","elapsed_time_seconds":2}
                """ + SUCCESS);

    assertThat(Json.children(report, "agents"))
        .extracting(agent -> agent.get("parent_tool_use_id"))
        .containsExactly("t-1");
  }

  @Test
  void sessionId_isTheFirstOnAnyLine() {
    assertThat(CommandLine.inspect(
            "{\"type\":\"system\",\"subtype\":\"hook_started\",\"session_id\":\"early\"}\n"
                + INIT
                + SUCCESS))
        .containsEntry("session_id", "early");
    assertThat(CommandLine.inspect("{\"type\":\"keep_alive\"}\n"))
        .containsEntry("session_id", null);
  }

  @Test
  void reported_isTheNumberAsItWasWritten() {
    String result =
        SUCCESS.replace("\"total_cost_usd\":0.5", "\"total_cost_usd\":4.1163000000000005E-2");

    assertThat(Json.child(CommandLine.inspect(INIT + result), "cost_usd"))
        .containsEntry("reported", "0.041163000000000005");
  }

  @Test
  void results_ofOneStreamAreOneRun() {
    String second = SUCCESS
        .replace("\"num_turns\":1", "\"num_turns\":2")
        .replace("\"total_cost_usd\":0.5", "\"total_cost_usd\":0.75")
        .replace("\"outputTokens\":4", "\"outputTokens\":9")
        .replace("\"is_error\":false", "\"is_error\":true,\"errors\":[\"overloaded\"]");
    var report = CommandLine.inspect(INIT + SUCCESS + second);

    assertThat(report)
        .contains(
            entry("turns", 3L), entry("status", "error"), entry("status_message", "overloaded"));
    assertThat(model(report, "claude-opus-5")).containsEntry("output", 9L);
    assertThat(Json.child(report, "cost_usd")).containsEntry("reported", "0.75");
  }

  @Test
  void droppedLines_areThoseThatAreNoJsonObject() {
    var report = CommandLine.inspect(INIT
        + "{\"type\":\"assistant\",\n[1,2]\nplain words\n"
        + "{\"type\":\"novelty\"}\n{\"type\":\"system\",\"subtype\":\"novelty\"}\n\n"
        + SUCCESS);

    assertThat(report).contains(entry("dropped_lines", 3L), entry("status", "ok"));
  }

  @Test
  void emptyRecording_isARunThatEnded() {
    var report = CommandLine.inspect("");

    assertThat(report)
        .contains(
            entry("session_id", null),
            entry("status", "error"),
            entry("status_message", "stream ended"),
            entry("complete", false));
    assertThat(Json.child(report, "models")).isEmpty();
    assertThat(Json.children(report, "tools")).isEmpty();
  }

  @Test
  void spans_areInStartOrderWithTheirParents() {
    var spans = Json.children(
        CommandLine.inspect(
            INIT + assistant("m-1", 1, 0, tool("t-1", "Bash")) + toolResult("t-1", true) + SUCCESS),
        "spans");

    assertThat(spans.get(0))
        .containsOnlyKeys("id", "name", "kind", "parent", "status", "attributes")
        .contains(entry("id", "1"), entry("kind", "INTERNAL"), entry("parent", null));
    assertThat(spans).extracting(span -> span.get("id")).startsWith("1", "2", "3");
    assertThat(spans)
        .filteredOn(span -> "execute_tool Bash".equals(span.get("name")))
        .singleElement()
        .satisfies(span -> assertThat(span)
            .contains(entry("parent", "1"), entry("kind", "INTERNAL"), entry("status", "error")));
    assertThat(Json.child(spans.get(0), "attributes"))
        .contains(entry("gen_ai.conversation.id", "s-1"), entry("agent.tools.executed", 1L));
  }

  @Test
  void bundledRun_addsUpToItsResult() {
    var report = CommandLine.inspect(String.join("\n", BundledRun.lines()));

    assertThat(model(report, "claude-sonnet-4-5-20250929"))
        .isEqualTo(Map.of(
            "input", 36L,
            "output", 856L,
            "cache_read", 28_233L,
            "cache_write_5m", 0L,
            "cache_write_1h", 7_638L,
            "reasoning", 145L));
    assertThat(Json.children(report, "tools"))
        .extracting(tool -> tool.get("name"), tool -> tool.get("status"))
        .contains(tuple("Agent", "ok"), tuple("Bash", "error"));
    assertThat(Json.child(report, "cost_usd"))
        .containsEntry("reported", "0.0745019")
        .containsEntry("computed", "0.0745019");
    assertThat(Json.children(report, "agents"))
        .extracting(agent -> agent.get("name"))
        .containsExactly("Explore");
  }

  private static Map<String, @Nullable Object> model(
      Map<String, @Nullable Object> report, String model) {
    return Json.child(Json.child(report, "models"), model);
  }

  private static Map<String, @Nullable Object> toolEntry(String id, String name, String status) {
    Map<String, @Nullable Object> entry = new HashMap<>();
    entry.put("id", id);
    entry.put("name", name);
    entry.put("parent_tool_use_id", null);
    entry.put("status", status);
    return entry;
  }

  private static String assistant(String id, int input, int cacheRead, String block) {
    return """
        {"type":"assistant","message":{"id":"%s","model":"claude-sonnet-4-6","role":"assistant",\
        "content":[%s],"stop_reason":null,"usage":{"input_tokens":%d,"output_tokens":1,\
        "cache_read_input_tokens":%d,"cache_creation_input_tokens":0}},\
        "parent_tool_use_id":null,"session_id":"s-1"}
        """.formatted(id, block, input, cacheRead);
  }

  private static String streamed(String id, int output) {
    String event = "{\"type\":\"stream_event\",\"parent_tool_use_id\":null,\"event\":%s}\n";
    return event.formatted(
            "{\"type\":\"message_start\",\"message\":{\"id\":\"" + id
                + "\",\"model\":\"claude-sonnet-4-6\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}")
        + event.formatted("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
            + "\"usage\":{\"output_tokens\":" + output + "}}")
        + event.formatted("{\"type\":\"message_stop\"}");
  }

  private static String event(String event) {
    return "{\"type\":\"stream_event\",\"parent_tool_use_id\":null,\"event\":" + event + "}\n";
  }

  private static String taskStarted(String type, String more) {
    return """
        {"type":"system","subtype":"task_started","task_id":"k","task_type":"%s","description":"d"%s}
        """.formatted(type, more);
  }

  private static String text(String text) {
    return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static String tool(String id, String name) {
    return "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"input\":{}}";
  }

  private static String toolResult(String id, boolean error) {
    return """
        {"type":"user","message":{"role":"user","content":[{"type":"tool_result",\
        "tool_use_id":"%s","content":"done","is_error":%s}]},"parent_tool_use_id":null}
        """.formatted(id, error);
  }
}
