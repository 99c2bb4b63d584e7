// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.ContentCapture;
import dev.spoor.Generation;
import dev.spoor.RunTotals;
import dev.spoor.cost.TokenUsage;
import dev.spoor.stream.ClaudeStream;
import dev.spoor.testing.Fixtures;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Langfuse makes of runs of agents: the sums above all. */
class IngestedRunTest {
  private static final String MODEL = "claude-sonnet-4-5";
  private final FakeLangfuse langfuse = new FakeLangfuse();
  private final Rig rig =
      Rig.at(langfuse.url(), b -> b.setEnvironment("staging").setRelease("r-7"));
  private final AgentTracer agents = AgentTracer.builder(
          OpenTelemetrySdk.builder().setTracerProvider(rig.provider).build())
      .setAgentName("researcher")
      .setProvider("anthropic")
      .setContentCapture(ContentCapture.ON)
      .build();

  @AfterEach
  void close() {
    rig.close();
    langfuse.close();
  }

  private RunTotals run(Consumer<AgentRun> work) {
    RunTotals totals;
    try (AgentRun run = agents.start(AgentRequest.of(MODEL, "count the files"))) {
      work.accept(run);
      totals = run.totals();
    }
    assertThat(rig.flush()).isTrue();
    return totals;
  }

  private static TokenUsage usage(long input, long cacheRead, long output) {
    return TokenUsage.builder()
        .setInput(input)
        .setCacheRead(cacheRead)
        .setOutput(output)
        .build();
  }

  /** Nothing but generations has counts, and theirs are those of the run, to the token. */
  private void assertSums(RunTotals totals) {
    long input = 0;
    long output = 0;
    BigDecimal cost = BigDecimal.ZERO;
    for (Ingested each : langfuse.observations()) {
      if (!each.type().equals("generation")) {
        assertThat(each.usage()).as(each.name()).isEmpty();
        assertThat(each.cost()).as(each.name()).isEmpty();
        continue;
      }
      long inputs = sum(each, "input");
      long outputs = sum(each, "output");
      assertThat(inputs + outputs).isEqualTo(each.usage().getOrDefault("total", 0L));
      input += inputs;
      output += outputs;
      if (each.totalCost() != null) {
        cost = cost.add(new BigDecimal(each.totalCost().toString()));
      } else {
        assertThat(each.usage().getOrDefault("total", 0L))
            .as("what Langfuse would price itself")
            .isZero();
      }
    }
    assertThat(input).isEqualTo(totals.input());
    assertThat(output).isEqualTo(totals.output());
    BigDecimal expected = totals.bestCost();
    assertThat(cost).isEqualByComparingTo(expected == null ? BigDecimal.ZERO : expected);
  }

  private static long sum(Ingested observation, String prefix) {
    return observation.usage().entrySet().stream()
        .filter(bucket -> bucket.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void run_isOneTreeWithEveryField() {
    RunTotals totals = run(run -> {
      try (Generation generation = run.generation(MODEL)) {
        generation.input("count the files").output("I look.").usage(usage(100, 40, 20));
      }
      try (var tool = run.tool("bash", "call-1", "{\"command\":\"ls | wc -l\"}")) {
        tool.result("42");
      }
    });

    Ingested agent = langfuse.observation("invoke_agent researcher");
    assertThat(agent.type()).isEqualTo("agent");
    assertThat(agent.parentId()).isEmpty();
    assertThat(agent.appRoot()).isTrue();
    assertThat(agent.environment()).isEqualTo("staging");
    assertThat(agent.release()).isEqualTo("r-7");
    assertThat(agent.level()).isEqualTo("DEFAULT");
    assertThat(String.valueOf(agent.input())).contains("count the files");
    Ingested tool = langfuse.observation("bash");
    assertThat(tool.type()).isEqualTo("tool");
    assertThat(tool.parentId()).isEqualTo(agent.id());
    assertThat(tool.input()).isEqualTo(Map.of("command", "ls | wc -l"));
    Ingested generation = langfuse.observation("chat " + MODEL);
    assertThat(generation.parentId()).isEqualTo(agent.id());
    assertThat(generation.appRoot()).isFalse();
    assertThat(generation.model()).isEqualTo(MODEL);
    assertThat(generation.usage())
        .containsOnly(
            entry("input", 60L),
            entry("input_cached_tokens", 40L),
            entry("output", 20L),
            entry("total", 120L));
    assertThat(String.valueOf(generation.output())).contains("I look.");
    assertSums(totals);
  }

  @Test
  void userSessionAndTags_areOnEveryStep() {
    AgentRequest request = AgentRequest.builder()
        .setModel(MODEL)
        .setUserId("ada")
        .setConversationId("c-1")
        .addTag("beta")
        .build();
    try (AgentRun run = agents.start(request)) {
      try (AgentRun inner = run.agent(AgentRequest.of("claude-haiku-4-5", "help"));
          Generation generation = inner.generation("claude-haiku-4-5")) {
        generation.usage(usage(10, 0, 1));
        rig.provider
            .get("foreign")
            .spanBuilder("chat x")
            .setParent(generation.context())
            .setAttribute("gen_ai.operation.name", "chat")
            .startSpan()
            .end();
      }
      run.tool("bash", "1", "{}").close();
    }
    assertThat(rig.flush()).isTrue();

    assertThat(langfuse.observations()).hasSize(5).allSatisfy(each -> {
      assertThat(each.user()).as(each.name()).isEqualTo("ada");
      assertThat(each.session()).as(each.name()).isEqualTo("c-1");
      assertThat(each.tags()).as(each.name()).containsExactly("beta");
    });
  }

  @Test
  void nestedAgents_areCountedOnce() {
    assertSums(run(run -> {
      try (Generation generation = run.generation(MODEL)) {
        generation.usage(usage(100, 0, 20));
      }
      try (AgentRun inner = run.agent(AgentRequest.of("claude-haiku-4-5", "help"));
          Generation generation = inner.generation("claude-haiku-4-5")) {
        generation.usage(usage(1000, 900, 7));
      }
    }));
  }

  @Test
  void settlement_closesTheGap() {
    assertSums(run(run -> {
      try (Generation generation = run.generation(MODEL)) {
        generation.usage(usage(100, 0, 20));
      }
      run.onTotals(
          Map.of(MODEL, usage(500, 0, 90), "claude-haiku-4-5", usage(300, 0, 4)),
          new BigDecimal("0.00317"));
      run.onResult("done", 10, new BigDecimal("0.00317"));
    }));
  }

  @Test
  void settlementWithoutACost_isPricedByTheSameTable() {
    assertSums(run(run -> {
      run.onTotals(Map.of(MODEL, usage(500, 100, 90)), null);
      run.onResult("done", 10, null);
    }));
  }

  @Test
  void failure_isShownOnTheRun() {
    run(run -> run.onError(new IllegalStateException("no luck")));

    Ingested agent = langfuse.observation("invoke_agent researcher");
    assertThat(agent.level()).isEqualTo("ERROR");
    assertThat(agent.statusMessage()).isEqualTo("IllegalStateException: no luck");
    assertThat(agent.output()).isEqualTo(Map.of("error", "IllegalStateException: no luck"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lf-thinking-tool-hooks.jsonl", "oi-query-subagent.jsonl"})
  void recordedStream_addsUp(String file) {
    byte[] lines = Fixtures.text("streams/" + file).getBytes(StandardCharsets.UTF_8);
    RunTotals totals = run(run -> {
      try (ClaudeStream stream = ClaudeStream.of(run)) {
        stream.readAll(new ByteArrayInputStream(lines));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    assertSums(totals);
    List<Ingested> all = langfuse.observations();
    assertThat(all.stream().filter(Ingested::appRoot)).hasSize(1);
    List<String> ids = all.stream().map(Ingested::id).toList();
    assertThat(all).allMatch(each -> each.parentId().isEmpty() || ids.contains(each.parentId()));
    assertThat(all.stream().map(Ingested::toolCalls).flatMap(List::stream)).isNotEmpty();
  }
}
