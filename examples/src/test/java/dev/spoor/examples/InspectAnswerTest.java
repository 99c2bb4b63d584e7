// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code inspect --json} says of a provider's streamed answer. */
class InspectAnswerTest {
  private static final String ANTHROPIC = """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","model":"claude-sonnet-4-5","usage":{"input_tokens":10,"cache_read_input_tokens":20,"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"get_time","input":{}}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":40}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  @Test
  void anthropic_isOneChatAndItsTools() {
    var report = CommandLine.inspect(ANTHROPIC);

    assertThat(report)
        .contains(
            entry("session_id", null),
            entry("turns", null),
            entry("status", "ok"),
            entry("status_message", null),
            entry("complete", true));
    assertThat(Json.children(report, "agents")).isEmpty();
    assertThat(Json.children(report, "tools"))
        .singleElement()
        .satisfies(tool -> assertThat(tool)
            .contains(entry("id", "toolu_1"), entry("name", "get_time"), entry("status", null)));
    assertThat(Json.child(Json.child(report, "models"), "claude-sonnet-4-5"))
        .contains(
            entry("input", 10L),
            entry("cache_read", 20L),
            entry("cache_write_5m", 10L),
            entry("cache_write_1h", 20L),
            entry("output", 40L),
            entry("reasoning", null));
    assertThat(Json.child(report, "cost_usd"))
        .contains(entry("reported", null), entry("computed", "0.0007935"));
    assertThat(Json.children(report, "spans"))
        .extracting(span -> span.get("name"), span -> span.get("parent"), span -> span.get("kind"))
        .containsExactly(
            tuple("chat claude-sonnet-4-5", null, "CLIENT"),
            tuple("execute_tool get_time", "1", "INTERNAL"));
  }

  @Test
  void anthropic_cutBeforeItsEndIsAnError() {
    var report =
        CommandLine.inspect(ANTHROPIC.substring(0, ANTHROPIC.indexOf("event: message_delta")));

    assertThat(report)
        .contains(
            entry("status", "error"),
            entry("status_message", "stream ended"),
            entry("complete", false));
    assertThat(Json.child(Json.child(report, "models"), "claude-sonnet-4-5"))
        .contains(entry("input", 10L), entry("output", null));
    assertThat(Json.child(report, "cost_usd")).containsEntry("computed", null);
    assertThat(Json.children(report, "spans").get(0)).containsEntry("status", "error");
  }

  @Test
  void anthropic_errorEventIsAnError() {
    var report = CommandLine.inspect(
        ANTHROPIC.substring(0, ANTHROPIC.indexOf("event: message_delta")) + """
                event: error
                data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}

                """);

    assertThat(report).contains(entry("status", "error"), entry("status_message", "Overloaded"));
  }

  @Test
  void anthropic_iterationsAreBilledInSum() {
    var report = CommandLine.inspect(
        ANTHROPIC.replace(
            "\"usage\":{\"output_tokens\":40}",
            "\"usage\":{\"input_tokens\":100,\"output_tokens\":40,\"cache_read_input_tokens\":0,"
                + "\"cache_creation_input_tokens\":0,\"iterations\":["
                + "{\"input_tokens\":5,\"output_tokens\":6,\"cache_read_input_tokens\":7,\"cache_creation_input_tokens\":0},"
                + "{\"input_tokens\":100,\"output_tokens\":40,\"cache_read_input_tokens\":0,\"cache_creation_input_tokens\":0}]}"));

    assertThat(Json.child(Json.child(report, "models"), "claude-sonnet-4-5"))
        .contains(entry("input", 105L), entry("output", 46L), entry("cache_read", 7L));
  }

  @Test
  void openAiChat_withoutUsageNamesTheModelAndNothingElse() {
    var report = CommandLine.inspect("""
            data: {"id":"c-1","object":"chat.completion.chunk","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":"Hi"}}]}

            data: {"id":"c-1","object":"chat.completion.chunk","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """);

    Map<String, @Nullable Object> model =
        Json.child(Json.child(report, "models"), "gpt-4o-2024-08-06");
    assertThat(model).hasSize(6).allSatisfy((key, value) -> assertThat(value).isNull());
    assertThat(report).contains(entry("status", "ok"), entry("complete", false));
  }

  @Test
  void openAiResponses_nameToolsByTheirCallId() {
    var report = CommandLine.inspect("""
            event: response.created
            data: {"type":"response.created","response":{"id":"r-1","model":"gpt-5"}}

            event: response.output_item.done
            data: {"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"call_1","name":"look","arguments":"{}"}}

            event: response.completed
            data: {"type":"response.completed","response":{"id":"r-1","model":"gpt-5","status":"completed","usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60},"output_tokens":50,"output_tokens_details":{"reasoning_tokens":30},"total_tokens":150}}}

            """);

    assertThat(Json.children(report, "tools"))
        .extracting(tool -> tool.get("id"))
        .containsExactly("call_1");
    assertThat(Json.child(Json.child(report, "models"), "gpt-5"))
        .contains(
            entry("input", 40L),
            entry("cache_read", 60L),
            entry("output", 50L),
            entry("reasoning", 30L));
    assertThat(report).contains(entry("status", "ok"), entry("complete", true));
  }

  @Test
  void tools_thatTheAnswerCutsOffAreNamedAllTheSame() {
    var anthropic = CommandLine.inspect(
        ANTHROPIC.substring(0, ANTHROPIC.indexOf("event: content_block_delta")));
    var chat = CommandLine.inspect(chat("""
            "delta":{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"look","arguments":"{\\"a"}}]}\
            """));
    var responses = CommandLine.inspect("""
            data: {"type":"response.created","response":{"id":"r-1","model":"gpt-5"}}

            data: {"type":"response.output_item.added","item":{"type":"function_call","id":"fc_1","call_id":"call_1","name":"look","arguments":""}}

            """);

    assertThat(Json.children(anthropic, "tools")).hasSize(1);
    assertThat(Json.children(anthropic, "spans")).hasSize(2);
    assertThat(Json.children(chat, "tools"))
        .extracting(tool -> tool.get("id"), tool -> tool.get("name"))
        .containsExactly(tuple("call_1", "look"));
    assertThat(Json.children(responses, "tools"))
        .extracting(tool -> tool.get("id"), tool -> tool.get("name"))
        .containsExactly(tuple("call_1", "look"));
    assertThat(chat).containsEntry("status", "error");
  }

  @Test
  void openAiChat_usageSoFarIsNotTheFinalOne() {
    String soFar = chat("\"delta\":{\"content\":\"Hi\"}")
        .replace(
            "\"choices\"", "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1},\"choices\"");

    assertThat(CommandLine.inspect(soFar)).containsEntry("complete", false);
    assertThat(CommandLine.inspect(soFar + "data: [DONE]\n\n")).containsEntry("complete", true);
  }

  @Test
  void openAiChat_readsUsageWhereGroqPutsIt() {
    var report = CommandLine.inspect(chat("\"delta\":{},\"finish_reason\":\"stop\"")
            .replace(
                "\"choices\"",
                "\"x_groq\":{\"id\":\"q\",\"usage\":{\"queue_time\":0.1,\"prompt_tokens\":5,"
                    + "\"completion_tokens\":7}},\"choices\"")
        + "data: [DONE]\n\n");

    assertThat(Json.child(Json.child(report, "models"), "gpt-5"))
        .contains(entry("input", 5L), entry("output", 7L));
    assertThat(report).containsEntry("complete", true);
  }

  @Test
  void openAiChat_tellsCallsApartThatShareAnIndex() {
    String call = "\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"%s\",\"function\":"
        + "{\"name\":\"look\",\"arguments\":\"{}\"}}]}";
    var report = CommandLine.inspect(
        chat(call.formatted("call_1")) + chat(call.formatted("call_2")) + "data: [DONE]\n\n");

    assertThat(Json.children(report, "tools"))
        .extracting(tool -> tool.get("id"))
        .containsExactly("call_1", "call_2");
  }

  private static String chat(String choice) {
    return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-5\","
        + "\"choices\":[{\"index\":0," + choice.strip() + "}]}\n\n";
  }
}
