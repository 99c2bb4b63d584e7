// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * However often usage is told and in whatever way: counters and generation spans come out at the
 * truth.
 */
class LedgerTest {
  private static final String MODEL = "claude-sonnet-4-6";

  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  @Test
  void usage_ofOneMessageToldAgainAndAgain_countsOnce() {
    run(run -> {
      run.accept(usage("m1", usage(100, 80, 10, -1), false));
      run.accept(usage("m1", usage(100, 80, 10, -1), false));
      run.accept(usage("m1", usage(100, 80, 10, 7), true));
    });

    assertCounted(10, 7, 80, 10);
    assertSpansCarry(100, 7);
  }

  @Test
  void usage_thatGrows_countsTheLastWord() {
    run(run -> {
      run.accept(usage("m1", usage(10, 0, 0, 3), false));
      run.accept(usage("m1", usage(20, 0, 0, 9), false));
      run.accept(usage("m1", usage(20, 0, 0, 12), true));
    });

    assertCounted(20, 12, 0, 0);
    assertSpansCarry(20, 12);
  }

  @Test
  void usage_thatIsTakenBack_isHeldAgainstWhatComes() {
    run(run -> {
      run.accept(usage("m1", usage(100, 0, 0, 10), true));
      run.accept(usage("m1", usage(0, 0, 0, 0), true));
      run.accept(usage("m2", usage(120, 0, 0, 12), true));
    });

    assertCounted(120, 12, 0, 0);
    SpanData run = span("invoke_agent agent");
    assertThat(run.getAttributes().get(GenAi.TOKENS_TOTAL)).isEqualTo(132);
  }

  @Test
  void usage_toldAfterTheMessageEnded_isSettled() {
    run(run -> {
      run.accept(usage("m1", usage(10, 0, 0, 3), true));
      run.accept(usage("m1", usage(10, 0, 0, 5), true));
    });

    assertCounted(10, 5, 0, 0);
    assertSpansCarry(10, 5);
  }

  @Test
  void totals_addWhatMessagesDidNotShow() {
    run(run -> {
      run.accept(usage("m1", usage(100, 80, 10, -1), false));
      run.accept(usage("m2", usage(50, 0, 0, -1), false));
      run.accept(totals(usage(180, 80, 10, 415)));
    });

    assertCounted(90, 415, 80, 10);
    assertSpansCarry(180, 415);
    assertThat(settlements()).hasSize(1);
  }

  @Test
  void totals_alone_areTheTruth() {
    run(run -> run.onTotals(Map.of(MODEL, usage(40, 0, 0, 8)), new BigDecimal("0.5")));

    assertCounted(40, 8, 0, 0);
    assertSpansCarry(40, 8);
  }

  @Test
  void totals_toldTwice_areNotAdded() {
    run(run -> {
      run.accept(totals(usage(40, 0, 0, 8)));
      run.accept(totals(usage(100, 0, 0, 20)));
    });

    assertCounted(100, 20, 0, 0);
    assertSpansCarry(100, 20);
  }

  @Test
  void totals_belowTheBooks_areCreditAgainstWhatComes() {
    run(run -> {
      run.accept(usage("m1", usage(100, 0, 0, 10), true));
      run.accept(totals(usage(90, 0, 0, 10)));
      run.accept(usage("m2", usage(20, 0, 0, 5), true));
    });

    assertCounted(110, 15, 0, 0);
    SpanData run = span("invoke_agent agent");
    assertThat(run.getAttributes().get(GenAi.USAGE_ADJUSTED)).isTrue();
    assertThat(run.getAttributes().get(GenAi.TOKENS_INPUT)).isEqualTo(110);
  }

  @Test
  void totals_whileAMessageIsOpen_doNotCountItTwice() {
    run(run -> {
      run.accept(usage("m1", usage(100, 0, 0, -1), false));
      run.accept(totals(usage(100, 0, 0, 30)));
      run.accept(usage("m1", usage(100, 0, 0, 30), true));
    });

    assertThat(Metrics.read(otel, GenAi.TOKENS)).containsEntry(MODEL + ",input", 100L);
    assertThat(span("invoke_agent agent").getAttributes().get(GenAi.TOKENS_INPUT))
        .isEqualTo(100);
  }

  @Test
  void totals_underTwoNamesOfOneModel_addUp() {
    run(run -> run.accept(new AgentEvent.Totals(
        Map.of(
            "claude-haiku-4-5",
            usage(10, 0, 0, 1),
            "claude-haiku-4-5-20251001",
            usage(20, 0, 0, 2)),
        Map.of(),
        Map.of(),
        null,
        null)));

    assertThat(span("invoke_agent agent").getAttributes().get(GenAi.TOKENS_TOTAL))
        .isEqualTo(33);
    assertSpansCarry(30, 3);
    assertThat(settlements()).hasSize(1);
  }

  @Test
  void generations_andNestedAgents_countAtTheInnermostOwner() {
    run(run -> {
      try (AgentRun nested =
          run.agent(AgentRequest.builder().setAgentName("helper").build())) {
        try (Generation generation = nested.generation(MODEL)) {
          generation.usage(usage(7, 0, 0, 2));
        }
      }
      try (Generation generation = run.generation(MODEL)) {
        generation.usage(usage(5, 0, 0, 1));
      }
    });

    assertCounted(12, 3, 0, 0);
    assertThat(span("invoke_agent helper").getAttributes().get(GenAi.TOKENS_INPUT))
        .isEqualTo(7);
    assertThat(span("invoke_agent agent").getAttributes().get(GenAi.TOKENS_INPUT))
        .isEqualTo(12);
    assertThat(Metrics.read(otel, GenAi.EXECUTIONS).values()).containsExactly(1L);
  }

  @Test
  void output_thatIsNotKnown_isAbsentNotZero() {
    run(run -> run.accept(usage("m1", usage(100, 0, 0, -1), false)));

    SpanData run = span("invoke_agent agent");
    assertThat(run.getAttributes().get(GenAi.TOKENS_INPUT)).isEqualTo(100);
    assertThat(run.getAttributes().get(GenAi.TOKENS_OUTPUT)).isNull();
    assertThat(run.getAttributes().get(GenAi.TOKENS_TOTAL)).isNull();
    assertThat(span("chat " + MODEL).getAttributes().get(GenAi.USAGE_OUTPUT)).isNull();
  }

  @Test
  void reportedCost_isBookedUnsplitWhereThereIsNoPrice() {
    run(
        run -> run.accept(new AgentEvent.Totals(
            Map.of("nobodys-model", usage(1, 0, 0, 1)),
            Map.of(),
            Map.of(),
            new BigDecimal("0.25"),
            null)),
        true);

    assertThat(Metrics.read(otel, GenAi.COST))
        .containsExactly(Map.entry("nobodys-model,reported,unsplit", 0.25));
    SpanData run = span("invoke_agent agent");
    assertThat(run.getAttributes().get(GenAi.COST_USD)).isEqualTo(0.25);
    assertThat(run.getAttributes().get(GenAi.COST_REPORTED_USD)).isEqualTo(0.25);
  }

  @Test
  void reasoning_thatOnlyTheTotalsTell_isNoSettlementOfItsOwn() {
    run(run -> {
      run.accept(usage("m1", usage(10, 0, 0, 5), true));
      run.accept(totals(usage(10, 0, 0, 5).toBuilder().setReasoning(3).build()));
    });

    assertThat(settlements()).isEmpty();
  }

  @Test
  void settlementSpans_canBeSwitchedOff() {
    run(run -> run.accept(totals(usage(40, 0, 0, 8))), false);

    assertThat(settlements()).isEmpty();
  }

  private static void run(Consumer<AgentRun> work) {
    run(work, true);
  }

  private static void run(Consumer<AgentRun> work, boolean settlementSpans) {
    AgentTracer agents = AgentTracer.builder(otel.getOpenTelemetry())
        .setSettlementSpans(settlementSpans)
        .setDefaultModel(MODEL)
        .build();
    try (AgentRun run = agents.start(AgentRequest.of("prompt"))) {
      work.accept(run);
    }
  }

  private static TokenUsage usage(long input, long cacheRead, long cacheWrite, long output) {
    return TokenUsage.builder()
        .setInput(input)
        .setCacheRead(cacheRead)
        .setCacheWrite5m(cacheWrite)
        .setOutput(output)
        .build();
  }

  private static AgentEvent usage(String message, TokenUsage usage, boolean complete) {
    return new AgentEvent.Usage(usage, MODEL, null, complete, message, null);
  }

  private static AgentEvent totals(TokenUsage usage) {
    return new AgentEvent.Totals(Map.of(MODEL, usage), Map.of(), Map.of(), null, null);
  }

  private static void assertCounted(long input, long output, long cacheRead, long cacheWrite) {
    Map<String, Number> tokens = Metrics.read(otel, GenAi.TOKENS);
    assertThat(count(tokens, "input")).isEqualTo(input);
    assertThat(count(tokens, "output")).isEqualTo(output);
    assertThat(count(tokens, "cache_read")).isEqualTo(cacheRead);
    assertThat(count(tokens, "cache_write")).isEqualTo(cacheWrite);
  }

  private static long count(Map<String, Number> tokens, String type) {
    return tokens.getOrDefault(MODEL + "," + type, 0L).longValue();
  }

  private static void assertSpansCarry(long input, long output) {
    assertThat(sum(GenAi.USAGE_INPUT)).isEqualTo(input);
    assertThat(sum(GenAi.USAGE_OUTPUT)).isEqualTo(output);
  }

  private static long sum(io.opentelemetry.api.common.AttributeKey<Long> key) {
    long sum = 0;
    for (SpanData span : otel.getSpans()) {
      @Nullable Long count = span.getAttributes().get(key);
      sum += count == null ? 0 : count;
    }
    return sum;
  }

  private static List<SpanData> settlements() {
    return otel.getSpans().stream()
        .filter(span -> span.getAttributes().get(GenAi.USAGE_SETTLEMENT) != null)
        .toList();
  }

  private static SpanData span(String name) {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No span " + name));
  }
}
