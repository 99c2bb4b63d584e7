// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgentCostTest {
  private static final String MODEL = "claude-sonnet-4-5";
  /** At 3 and 15 dollars a million: 0.003 and 0.0075. */
  private static final TokenUsage USAGE =
      TokenUsage.builder().setInput(1000).setOutput(500).build();

  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private AgentTracer agents = AgentTracer.create(OpenTelemetry.noop());

  /** Not earlier: the extension forgets the instruments that were made before a test. */
  @BeforeEach
  void create() {
    agents = AgentTracer.create(otel.getOpenTelemetry());
  }

  @Test
  void generation_isPricedExactly() {
    AgentRun run = agents.start(AgentRequest.of(MODEL, "x"));
    run.generation(MODEL).usage(USAGE).close();
    run.close();

    assertThat(run.totals().cost()).isEqualByComparingTo("0.0105");
    assertThat(span("chat " + MODEL).getAttributes().get(GenAi.USAGE_COST)).isEqualTo(0.0105);
    SpanData span = span("invoke_agent agent");
    assertThat(span.getAttributes().get(GenAi.COST_USD)).isEqualTo(0.0105);
    assertThat(span.getAttributes().get(GenAi.COST_INPUT_USD)).isEqualTo(0.003);
    assertThat(span.getAttributes().get(GenAi.COST_OUTPUT_USD)).isEqualTo(0.0075);
    assertThat(Metrics.read(otel, GenAi.COST))
        .isEqualTo(Map.of(MODEL + ",computed,input", 0.003, MODEL + ",computed,output", 0.0075));
  }

  @Test
  void computedAndReportedCost_areKeptApart_andOnlyOneIsBooked() {
    AgentRun run = agents.start(AgentRequest.of(MODEL, "x"));
    run.onTotals(Map.of(MODEL, USAGE), new BigDecimal("0.0105"));
    run.close();

    var attributes = span("invoke_agent agent").getAttributes();
    assertThat(attributes.get(GenAi.COST_USD)).isEqualTo(0.0105);
    assertThat(attributes.get(GenAi.COST_REPORTED_USD)).isEqualTo(0.0105);
    assertThat(attributes.get(GenAi.COST_MISMATCH)).isNull();
    assertThat(Metrics.read(otel, GenAi.COST).keySet()).allMatch(key -> key.contains("computed"));
  }

  @Test
  void costsThatDifferByMoreThanOnePercent_areMarked() {
    AgentRun run = agents.start(AgentRequest.of(MODEL, "x"));
    run.onTotals(Map.of(MODEL, USAGE), new BigDecimal("0.0175"));
    run.close();

    assertThat(span("invoke_agent agent").getAttributes().get(GenAi.COST_MISMATCH))
        .isTrue();
  }

  @Test
  void aSumOfManyRequests_isNotPricedAsOneLongRequest() {
    TokenUsage large = TokenUsage.builder().setInput(1_000_000).setOutput(0).build();
    AgentRun run = agents.start(AgentRequest.of(MODEL, "x"));
    run.onTotals(Map.of(MODEL, large), null);
    run.close();

    assertThat(run.totals().cost()).isEqualByComparingTo("3");
  }

  @Test
  void unknownModel_hasNoCost() {
    AgentRun run = agents.start(AgentRequest.of("nobodys-model", "x"));
    run.generation("nobodys-model").usage(USAGE).close();
    run.close();

    assertThat(run.totals().cost()).isNull();
    assertThat(span("chat nobodys-model").getAttributes().get(GenAi.USAGE_COST)).isNull();
    assertThat(span("invoke_agent agent").getAttributes().get(GenAi.COST_USD)).isNull();
    assertThat(Metrics.read(otel, GenAi.COST)).isEmpty();
  }

  @Test
  void provider_isToldByTheModel() {
    AgentRun run = agents.start(AgentRequest.of(MODEL, "x"));
    run.generation(MODEL).close();
    run.close();

    assertThat(span("chat " + MODEL).getAttributes().get(GenAi.PROVIDER_NAME))
        .isEqualTo("anthropic");
  }

  @Test
  void budget_tellsEachShareOnce_subagentsIncluded() {
    List<String> told = new ArrayList<>();
    AgentBudget budget = AgentBudget.builder("0.02")
        .setListener((run, share, cost) -> told.add(share + " at " + cost.stripTrailingZeros()))
        .build();
    AgentRun run =
        agents.start(AgentRequest.builder().setPrompt("x").setBudget(budget).build());

    run.generation(MODEL).usage(USAGE).close();
    run.agent(AgentRequest.of("nested")).generation(MODEL).usage(USAGE).close();
    run.generation(MODEL).usage(USAGE).close();
    run.close();

    assertThat(told).containsExactly("0.8 at 0.021", "1 at 0.021");
  }

  @Test
  void budget_worksWithoutOpenTelemetry_andStopsTheLoopIfAsked() {
    AgentTracer off = AgentTracer.create(OpenTelemetry.noop());
    AgentRun run = off.start(AgentRequest.builder()
        .setPrompt("x")
        .setBudget(AgentBudget.enforced("0.01"))
        .build());
    run.checkBudget();
    run.generation(MODEL).usage(USAGE).close();

    assertThatThrownBy(run::checkBudget)
        .isInstanceOf(BudgetExceededException.class)
        .hasMessageContaining("0.0105 US dollars of a budget of 0.01");
    run.close();
  }

  @Test
  void budget_countsWhatTheAgentReports() {
    List<String> told = new ArrayList<>();
    AgentBudget budget = AgentBudget.builder("1")
        .setListener((run, share, cost) -> told.add(share + " at " + cost))
        .build();
    AgentRun run =
        agents.start(AgentRequest.builder().setPrompt("x").setBudget(budget).build());
    run.onResult("done", 5, new BigDecimal("0.9"));
    run.close();

    assertThat(told).containsExactly("0.8 at 0.9");
  }

  @Test
  void budgetListener_thatThrows_isCounted() {
    AgentBudget budget = AgentBudget.builder("0.001")
        .setListener((run, share, cost) -> {
          throw new IllegalStateException("listener");
        })
        .build();
    AgentRun run =
        agents.start(AgentRequest.builder().setPrompt("x").setBudget(budget).build());
    run.generation(MODEL).usage(USAGE).close();
    run.close();

    assertThat(Metrics.read(otel, GenAi.DROPPED)).containsEntry("budget_listener", 2L);
  }

  @Test
  void budget_refusesWhatIsNoAmount() {
    assertThatThrownBy(() -> AgentBudget.builder("free"))
        .hasMessageContaining("must be a decimal number of US dollars");
    assertThatThrownBy(() -> AgentBudget.builder("0")).hasMessageContaining("must be above 0");
  }

  private static SpanData span(String name) {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
