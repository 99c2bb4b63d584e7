// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import org.junit.jupiter.api.Test;

/** What the providers' streams mean, and what the standard says of their form. */
class SseRulesTest {
  private static final String START = anthropic(
      "message_start",
      "\"message\":{\"id\":\"m1\",\"model\":\"claude-x\",\"usage\":{\"input_tokens\":180,\"cache_read_input_tokens\":7,"
          + "\"output_tokens\":3}}");
  private static final String STOP = anthropic("message_stop", "\"x\":1");

  @Test
  void anthropicIterations_areSummedAsTheyAreBilled() {
    AgentEvent.Usage usage = ReadEvents.ofAnthropic(START
            + anthropic(
                "message_delta",
                "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"input_tokens\":181,\"output_tokens\":8,"
                    + "\"cache_read_input_tokens\":0,\"iterations\":[{\"type\":\"compaction\",\"input_tokens\":100,"
                    + "\"output_tokens\":83,\"cache_read_input_tokens\":55096,\"cache_creation_input_tokens\":0},"
                    + "{\"type\":\"message\",\"input_tokens\":181,\"output_tokens\":8,\"cache_read_input_tokens\":0,"
                    + "\"cache_creation_input_tokens\":0}]}")
            + STOP)
        .last(AgentEvent.Usage.class);

    assertThat(usage.usage().uncachedInput()).isEqualTo(281);
    assertThat(usage.usage().output()).isEqualTo(91);
    assertThat(usage.usage().cacheRead()).isEqualTo(55_096);
    assertThat(usage.complete()).isTrue();
  }

  @Test
  void anthropicDelta_overwritesAndWhatItOmitsStays() {
    AgentEvent.Usage usage = ReadEvents.ofAnthropic(START
            + anthropic("message_delta", "\"usage\":{\"input_tokens\":2068,\"output_tokens\":5}")
            + anthropic(
                "message_delta",
                "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"input_tokens\":22397,\"output_tokens\":9,"
                    + "\"output_tokens_details\":{\"thinking_tokens\":4}}")
            + STOP)
        .last(AgentEvent.Usage.class);

    assertThat(usage.usage().uncachedInput()).isEqualTo(22_397);
    assertThat(usage.usage().cacheRead()).isEqualTo(7);
    assertThat(usage.usage().output()).isEqualTo(9);
    assertThat(usage.usage().reasoning()).isEqualTo(4);
  }

  @Test
  void anthropicErrorInTheMiddle_fails() {
    ReadEvents events = ReadEvents.ofAnthropic(START
        + anthropic(
            "error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}"));

    assertThat(events.of(AgentEvent.Failed.class))
        .containsExactly(new AgentEvent.Failed("overloaded_error", "Overloaded", null));
  }

  @Test
  void anthropicToolCalls_takeOnlyClientToolsAndNoArgumentsAreAnEmptyObject() {
    ReadEvents events = ReadEvents.ofAnthropic(START
        + anthropic(
            "content_block_start",
            "\"index\":0,\"content_block\":{\"type\":\"server_tool_use\",\"id\":\"s1\",\"name\":\"web_search\",\"input\":{}}")
        + anthropic("content_block_stop", "\"index\":0")
        + anthropic(
            "content_block_start",
            "\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"now\",\"input\":{}}")
        + anthropic(
            "content_block_delta",
            "\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\"}")
        + anthropic("content_block_stop", "\"index\":1")
        + STOP);

    assertThat(events.of(AgentEvent.ToolUse.class))
        .containsExactly(new AgentEvent.ToolUse("t1", "now", "{}", "m1", null));
    assertThat(events.chunks).isEqualTo(1);
  }

  @Test
  void brokenArguments_becomeAJsonString() {
    ReadEvents events = ReadEvents.ofAnthropic(START
        + anthropic(
            "content_block_start",
            "\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"now\",\"input\":{}}")
        + anthropic(
            "content_block_delta",
            "\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}")
        + anthropic("content_block_stop", "\"index\":1")
        + STOP);

    assertThat(events.last(AgentEvent.ToolUse.class).input()).isEqualTo("\"{\\\"a\\\":\"");
  }

  @Test
  void brokenData_isCountedAndReadingGoesOn() {
    ReadEvents events = ReadEvents.ofAnthropic("data: {oops\n\n" + START + STOP);

    assertThat(events.last(AgentEvent.Dropped.class).lines()).isEqualTo(1);
    assertThat(events.of(AgentEvent.Failed.class)).isEmpty();
  }

  @Test
  void lineEnds_commentsAndSplitDataFollowTheStandard() {
    String body = START
        + anthropic(
            "content_block_start",
            "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
        + ": comment\nid: 7\nunknown\ndata: {\"type\":\"content_block_delta\",\"index\":0,\ndata:\"delta\":{\"text\":\"hé\"}}\n\n"
        + STOP;
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      ReadEvents events = ReadEvents.ofAnthropic("\ufeff" + body.replace("\n", end));

      assertThat(events.text()).isEqualTo("hé");
      assertThat(events.of(AgentEvent.Failed.class)).isEmpty();
      assertThat(events.of(AgentEvent.Dropped.class)).isEmpty();
    }
  }

  @Test
  void lastEventWithoutABlankLine_isDropped() {
    ReadEvents events = ReadEvents.ofAnthropic(START + STOP.strip());

    assertThat(events.last(AgentEvent.Failed.class).message()).isEqualTo("stream ended");
  }

  @Test
  void everyCut_givesTheSameEvents() {
    byte[] body = (START
            + anthropic(
                "content_block_start",
                "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
            + anthropic(
                "content_block_delta", "\"index\":0,\"delta\":{\"text\":\"h\ud83d\ude00\u00e9\"}")
            + STOP)
        .replace("\n", "\r\n")
        .getBytes(UTF_8);
    var whole = ReadEvents.ofAnthropic(new String(body, UTF_8));
    for (int cut = 0; cut <= body.length; cut++) {
      var events = new ReadEvents();
      try (AnthropicSse sse = events.anthropic()) {
        sse.accept(body, 0, cut);
        sse.accept(body, cut, body.length - cut);
      }
      assertThat(events.all).isEqualTo(whole.all);
    }
  }

  @Test
  void openAiChatUsage_isTheLastOneTold() {
    AgentEvent.Usage usage = ReadEvents.ofOpenAi(chunk(
                "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}],\"usage\":null")
            + chunk("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]")
            + chunk("\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":9,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":16},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":5}}")
            + "data: [DONE]\n\n")
        .last(AgentEvent.Usage.class);

    assertThat(usage.complete()).isTrue();
    assertThat(usage.finishReason()).isEqualTo("stop");
    assertThat(usage.usage().input()).isEqualTo(20);
    assertThat(usage.usage().cacheRead()).isEqualTo(16);
    assertThat(usage.usage().output()).isEqualTo(9);
    assertThat(usage.usage().reasoning()).isEqualTo(5);
  }

  @Test
  void openAiChatWithoutUsage_leavesItUnknown() {
    ReadEvents events = ReadEvents.ofOpenAi(chunk(
            "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]")
        + "data: [DONE]\n\n");

    assertThat(events.text()).isEqualTo("Hi");
    assertThat(events.last(AgentEvent.Usage.class).usage()).isEqualTo(TokenUsage.NONE);
    assertThat(events.last(AgentEvent.Usage.class).model()).isEqualTo("gpt-x");
  }

  @Test
  void openAiChatError_fails() {
    assertThat(ReadEvents.ofOpenAi(
                "data: {\"error\":{\"type\":\"server_error\",\"code\":null,\"message\":\"Sorry\"}}\n\n")
            .of(AgentEvent.Failed.class))
        .containsExactly(new AgentEvent.Failed("server_error", "Sorry", null));
  }

  @Test
  void openAiResponses_readsTextCallsAndUsage() {
    ReadEvents events = ReadEvents.ofOpenAi(response(
            "response.created",
            "\"response\":{\"id\":\"r1\",\"model\":\"gpt-x\",\"status\":\"in_progress\"}")
        + response("response.output_text.delta", "\"delta\":\"Hi\"")
        + response(
            "response.output_item.done",
            "\"item\":{\"type\":\"function_call\",\"id\":\"fc\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"}")
        + response(
            "response.completed",
            "\"response\":{\"id\":\"r1\",\"status\":\"completed\",\"model\":\"gpt-x\",\"output\":[{\"type\":"
                + "\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"}],\"usage\":{"
                + "\"input_tokens\":30,\"input_tokens_details\":{\"cached_tokens\":10},\"output_tokens\":12,"
                + "\"output_tokens_details\":{\"reasoning_tokens\":8}}}"));

    assertThat(events.text()).isEqualTo("Hi");
    assertThat(events.of(AgentEvent.ToolUse.class))
        .containsExactly(new AgentEvent.ToolUse("c1", "f", "{}", "r1", null));
    AgentEvent.Usage usage = events.last(AgentEvent.Usage.class);
    assertThat(usage.complete()).isTrue();
    assertThat(usage.usage().input()).isEqualTo(30);
    assertThat(usage.usage().cacheRead()).isEqualTo(10);
    assertThat(usage.usage().reasoning()).isEqualTo(8);
    assertThat(events.of(AgentEvent.Failed.class)).isEmpty();
  }

  @Test
  void openAiResponsesThatAreCutShort_tellWhy() {
    ReadEvents incomplete = ReadEvents.ofOpenAi(
        response(
            "response.incomplete",
            "\"response\":{\"id\":\"r1\",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}"));
    ReadEvents failed = ReadEvents.ofOpenAi(
        response(
            "response.failed",
            "\"response\":{\"id\":\"r1\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down\"}}"));

    assertThat(incomplete.last(AgentEvent.Usage.class).finishReason())
        .isEqualTo("max_output_tokens");
    assertThat(incomplete.of(AgentEvent.Failed.class)).isEmpty();
    assertThat(failed.of(AgentEvent.Failed.class))
        .containsExactly(new AgentEvent.Failed("rate_limit_exceeded", "Slow down", null));
  }

  private static String anthropic(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}  \n\n";
  }

  private static String chunk(String fields) {
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-x\"," + fields
        + "}\n\n";
  }

  private static String response(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
  }
}
