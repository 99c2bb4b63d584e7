// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is easy to get wrong in stream-json, each with a stream of its own. */
class ClaudeStreamTrapsTest {
  private static final String SONNET = "claude-sonnet-4-5";

  @Test
  void repeatedUsage_countsOncePerMessage() throws IOException {
    ReadEvents events = ReadEvents.ofResource("repeated-usage.jsonl");

    assertThat(events.of(AgentEvent.Usage.class)).hasSize(2);
    assertThat(events.messageUsage().cacheRead()).isEqualTo(17_000);
    assertThat(events.messageUsage().uncachedInput()).isEqualTo(4);
  }

  @Test
  void placeholderOutput_isNeverTold() throws IOException {
    ReadEvents events = ReadEvents.ofResource("repeated-usage.jsonl");

    assertThat(events.of(AgentEvent.Usage.class))
        .allMatch(usage -> usage.usage().output() == TokenUsage.UNKNOWN);
    assertThat(sonnet(events).output()).isEqualTo(415);
  }

  @Test
  void cacheWritesForAnHour_areTakenFromTheTurnsUsage() throws IOException {
    TokenUsage usage = sonnet(ReadEvents.ofResource("repeated-usage.jsonl"));

    assertThat(usage.cacheWrite1h()).isEqualTo(1000);
    assertThat(usage.cacheWrite5m()).isZero();
    assertThat(usage.input()).isEqualTo(18_004);
  }

  @Test
  void streamedText_isToldInPiecesAndNotAgainWhole() throws IOException {
    List<AgentEvent.Text> texts =
        ReadEvents.ofResource("partial-messages.jsonl").of(AgentEvent.Text.class);

    assertThat(texts).extracting(AgentEvent.Text::text).containsExactly("Let me ", "look.");
    assertThat(texts).allMatch(AgentEvent.Text::partial);
  }

  @Test
  void streamedToolCall_isToldOnceBeforeItsResultWhichComesBeforeTheMessageEnds()
      throws IOException {
    ReadEvents events = ReadEvents.ofResource("partial-messages.jsonl");

    int call = events.all.indexOf(events.last(AgentEvent.ToolUse.class));
    int result = events.all.indexOf(events.last(AgentEvent.ToolResult.class));
    int end = events.all.indexOf(events.last(AgentEvent.Usage.class));
    assertThat(events.of(AgentEvent.ToolUse.class)).hasSize(1);
    assertThat(events.last(AgentEvent.ToolUse.class).input()).isEqualTo("{\"command\":\"ls\"}");
    assertThat(call).isLessThan(result);
    assertThat(result).isLessThan(end);
  }

  @Test
  void messageDelta_tellsTheTrueOutputAndWhyTheModelStopped() throws IOException {
    List<AgentEvent.Usage> usages =
        ReadEvents.ofResource("partial-messages.jsonl").of(AgentEvent.Usage.class);

    assertThat(usages).hasSize(3);
    assertThat(usages.get(0).usage().output()).isEqualTo(TokenUsage.UNKNOWN);
    assertThat(usages.get(1).usage().output()).isEqualTo(77);
    assertThat(usages.get(1).usage().input()).isEqualTo(8003);
    assertThat(usages.get(1).finishReason()).isEqualTo("tool_use");
    assertThat(usages).extracting(AgentEvent.Usage::complete).containsExactly(false, false, true);
  }

  @Test
  void requesting_isToldBeforeTheAnswer() throws IOException {
    ReadEvents events = ReadEvents.ofResource("partial-messages.jsonl");

    assertThat(events.all.indexOf(events.last(AgentEvent.Requesting.class)))
        .isLessThan(events.all.indexOf(events.of(AgentEvent.Usage.class).get(0)));
  }

  @Test
  void hiddenCallsOfSubAgentsAndHelpers_areInTheTotals() throws IOException {
    Map<String, TokenUsage> totals = totals(ReadEvents.ofResource("sub-agent.jsonl"));

    assertThat(requireNonNull(totals.get(SONNET)).output()).isEqualTo(373);
    assertThat(requireNonNull(totals.get(SONNET)).cacheRead()).isEqualTo(30_000);
  }

  @Test
  void oneModelUnderTwoNames_keepsBothAndTellsTheirCommonName() throws IOException {
    AgentEvent.Totals totals =
        ReadEvents.ofResource("sub-agent.jsonl").last(AgentEvent.Totals.class);

    assertThat(totals.byModel()).containsKeys("claude-haiku-4-5", "claude-haiku-4-5-20251001");
    assertThat(totals.canonical())
        .containsEntry("claude-haiku-4-5", "claude-haiku-4-5")
        .containsEntry("claude-haiku-4-5-20251001", "claude-haiku-4-5");
    assertThat(totals.costByModel()).containsEntry("claude-haiku-4-5", new BigDecimal("0.005"));
  }

  @Test
  void subAgent_isNamedByTheCallThatAskedForIt() throws IOException {
    List<AgentEvent.Started> started =
        ReadEvents.ofResource("sub-agent.jsonl").of(AgentEvent.Started.class).stream()
            .filter(event -> event.parentToolUseId() != null)
            .toList();

    assertThat(started).containsExactly(new AgentEvent.Started(null, "counter", null, false, "t1"));
  }

  @Test
  void countsInATaskNotification_areNotUsage() throws IOException {
    ReadEvents events = ReadEvents.ofResource("sub-agent.jsonl");

    assertThat(events.messageUsage().input()).isEqualTo(27_003);
    assertThat(events.of(AgentEvent.Result.class)).hasSize(1);
  }

  @Test
  void keyOrder_isFree() throws IOException {
    ReadEvents events = ReadEvents.ofResource("key-order.jsonl");

    assertThat(events.last(AgentEvent.ToolUse.class).input()).isEqualTo("{\"command\":\"ls\"}");
    assertThat(events.last(AgentEvent.ToolResult.class))
        .isEqualTo(new AgentEvent.ToolResult(
            "t1", "[{\"text\":\"a.txt\",\"type\":\"text\"}]", true, true, null));
    assertThat(events.last(AgentEvent.Result.class).text()).isEqualTo("no");
    assertThat(events.of(AgentEvent.Dropped.class)).isEmpty();
  }

  @Test
  void absentCounts_areUnknownAndNotZero() throws IOException {
    TokenUsage usage = sonnet(ReadEvents.ofResource("key-order.jsonl"));

    assertThat(usage.input()).isEqualTo(5);
    assertThat(usage.cacheRead()).isEqualTo(TokenUsage.UNKNOWN);
    assertThat(usage.cacheWrite()).isEqualTo(TokenUsage.UNKNOWN);
    assertThat(usage.reasoning()).isEqualTo(TokenUsage.UNKNOWN);
  }

  @Test
  void successWithError_isAnErrorWithTheStatusAsItsType() throws IOException {
    AgentEvent.Result result =
        ReadEvents.ofResource("success-with-error.jsonl").last(AgentEvent.Result.class);

    assertThat(result.error()).isTrue();
    assertThat(result.errorType()).isEqualTo("404");
    assertThat(result.errorMessage()).isEqualTo("API Error: 404 no such model");
    assertThat(result.cost()).isEqualTo(BigDecimal.ZERO);
  }

  @Test
  void syntheticMessage_isNoModelCallButShownToTheHost() throws IOException {
    var telemetry = new ReadEvents();
    var host = new ReadEvents();
    telemetry.claude().readAll(ReadEvents.resource("success-with-error.jsonl"), host);

    assertThat(telemetry.of(AgentEvent.Usage.class)).isEmpty();
    assertThat(telemetry.of(AgentEvent.Text.class)).isEmpty();
    assertThat(totals(telemetry)).isEmpty();
    assertThat(host.text()).isEqualTo("API Error: 404");
  }

  @Test
  void sessionId_isTheFirstOnAnyLine() throws IOException {
    List<AgentEvent.Started> started =
        ReadEvents.ofResource("success-with-error.jsonl").of(AgentEvent.Started.class);

    assertThat(started).extracting(AgentEvent.Started::sessionId).containsExactly("s-9", "s-9");
    assertThat(started.get(1).model()).isEqualTo(SONNET);
  }

  @Test
  void emptyModelUsage_fallsBackToTheMainLoopsUsage() throws IOException {
    ReadEvents events = ReadEvents.ofResource("empty-model-usage.jsonl");

    TokenUsage usage = sonnet(events);
    assertThat(usage.uncachedInput()).isEqualTo(10);
    assertThat(usage.output()).isEqualTo(20);
    assertThat(usage.cacheRead()).isEqualTo(30);
    assertThat(usage.cacheWrite()).isEqualTo(40);
    assertThat(events.last(AgentEvent.Result.class).errorType()).isEqualTo("error_max_turns");
    assertThat(events.last(AgentEvent.Result.class).errorMessage())
        .isEqualTo("Reached maximum number of turns (1)");
  }

  @Test
  void severalResults_tellCumulativeTotalsAndTurnsOfEachTurn() throws IOException {
    ReadEvents events = ReadEvents.ofResource("two-results.jsonl");

    assertThat(events.of(AgentEvent.Result.class))
        .extracting(AgentEvent.Result::turns)
        .containsExactly(2, 2);
    assertThat(sonnet(events).output()).isEqualTo(27);
    assertThat(events.last(AgentEvent.Totals.class).cost()).isEqualTo(new BigDecimal("0.75"));
  }

  @Test
  void resumedSession_isChargedWithWhatIsBeyondThePreviousTotals() throws IOException {
    AgentEvent.Totals previous =
        ReadEvents.ofResource("two-results.jsonl").of(AgentEvent.Totals.class).get(0);
    var events = new ReadEvents();
    new ClaudeStream(events, null, ClaudeStream.DEFAULT_MAX_LINE_BYTES, previous)
        .readAll(ReadEvents.resource("two-results.jsonl"));

    AgentEvent.Totals first = events.of(AgentEvent.Totals.class).get(0);
    assertThat(requireNonNull(first.byModel().get(SONNET)).output()).isZero();
    assertThat(first.cost()).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(sonnet(events).output()).isEqualTo(7);
    assertThat(events.last(AgentEvent.Totals.class).cost()).isEqualTo(new BigDecimal("0.25"));
  }

  @Test
  void backgroundAgent_endsWithItsNotification() throws IOException {
    ReadEvents events = ReadEvents.ofResource("background-agent.jsonl");

    assertThat(events.of(AgentEvent.Started.class))
        .contains(new AgentEvent.Started(null, "watcher", null, true, "t1"));
    AgentEvent.Result end = events.last(AgentEvent.Result.class);
    assertThat(end.parentToolUseId()).isEqualTo("t1");
    assertThat(end.errorType()).isEqualTo("failed");
    assertThat(events.of(AgentEvent.Failed.class)).isEmpty();
  }

  @Test
  void commandInTheBackground_isNoAgent() throws IOException {
    assertThat(ReadEvents.ofResource("background-agent.jsonl").of(AgentEvent.Started.class))
        .noneMatch(started -> "t9".equals(started.parentToolUseId()));
  }

  @Test
  void notices_haveShortAttributesAndNoContent() throws IOException {
    List<AgentEvent.Notice> notices =
        ReadEvents.ofResource("oddities.jsonl").of(AgentEvent.Notice.class);

    assertThat(notices)
        .extracting(AgentEvent.Notice::name)
        .containsExactly(
            "api_retry",
            "compact_boundary",
            "permission_denied",
            "rate_limit",
            "model_refusal_fallback");
    assertThat(notices.get(0).attributes()).containsEntry("error_status", "529");
    assertThat(notices.get(1).attributes()).containsEntry("pre_tokens", "150000");
    assertThat(notices.toString()).doesNotContain("secret words");
  }

  @Test
  void supersededMessage_isTakenBack() throws IOException {
    AgentEvent.Usage last =
        ReadEvents.ofResource("oddities.jsonl").of(AgentEvent.Usage.class).stream()
            .filter(usage -> "m1".equals(usage.messageId()))
            .reduce((first, second) -> second)
            .orElseThrow();

    assertThat(last.usage().input()).isZero();
    assertThat(last.complete()).isTrue();
  }

  @Test
  void parallelResults_comeInAnyOrderAndServerToolsAreNoCalls() throws IOException {
    ReadEvents events = ReadEvents.ofResource("oddities.jsonl");

    assertThat(events.of(AgentEvent.ToolUse.class))
        .extracting(AgentEvent.ToolUse::id)
        .containsExactly("p1", "p2");
    assertThat(events.of(AgentEvent.ToolResult.class))
        .extracting(AgentEvent.ToolResult::id)
        .containsExactly("p2", "p1");
  }

  @Test
  void streamWithoutResult_failsWithStreamEnded() throws IOException {
    assertThat(ReadEvents.ofResource("oddities.jsonl").last(AgentEvent.Failed.class))
        .isEqualTo(new AgentEvent.Failed("stream_ended", "stream ended", null));
  }

  private static TokenUsage sonnet(ReadEvents events) {
    return requireNonNull(totals(events).get(SONNET));
  }

  private static Map<String, TokenUsage> totals(ReadEvents events) {
    return events.last(AgentEvent.Totals.class).byModel();
  }
}
