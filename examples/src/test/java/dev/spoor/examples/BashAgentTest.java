// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.spoor.cost.TokenUsage;
import dev.spoor.langfuse.LangfuseSpanProcessor;
import dev.spoor.langfuse.LangfuseTracer;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example of the agent with a bash tool, to its end and to its failures. */
class BashAgentTest {
  private static final String OBSERVATION = "langfuse.observation.";
  private final OtlpReceiver receiver = OtlpReceiver.start();
  private SdkTracerProvider provider = SdkTracerProvider.builder().build();

  @AfterEach
  void close() {
    provider.close();
    receiver.close();
  }

  private BashAgent agent(boolean immediate, BashAgent.Model model) {
    provider = SdkTracerProvider.builder()
        .addSpanProcessor(LangfuseSpanProcessor.builder()
            .setVariables(name -> null)
            .setPublicKey("pk-lf-test")
            .setSecretKey("sk-lf-test")
            .setBaseUrl(receiver.endpoint())
            .setImmediate(immediate)
            .setFlushAt(15)
            .setFlushInterval(Duration.ofSeconds(10))
            .build())
        .build();
    var openTelemetry = OpenTelemetrySdk.builder().setTracerProvider(provider).build();
    return new BashAgent(LangfuseTracer.create(openTelemetry), model);
  }

  private static BashAgent.Reply reply(List<Map<String, String>> messages) {
    return new BashAgent.Reply(
        "claude-sonnet-4-5",
        "There are 42.",
        TokenUsage.builder().setInput(120).setOutput(30).build());
  }

  private ReceivedSpan only(String name) {
    List<ReceivedSpan> named =
        receiver.spans().stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named).as(name).hasSize(1);
    return named.get(0);
  }

  private boolean shutDown() {
    return provider.shutdown().join(10, TimeUnit.SECONDS).isSuccess();
  }

  @Test
  void run_isToldFromTheCommandToTheAnswer() throws Exception {
    assertThat(agent(false, BashAgentTest::reply).run("how many?", "echo 42"))
        .isEqualTo("There are 42.");
    assertThat(receiver.requests()).as("before the batch is full").isEmpty();
    assertThat(shutDown()).isTrue();

    ReceivedSpan agent = only("bash-agent");
    assertThat(agent.attributes())
        .contains(
            entry(OBSERVATION + "type", "agent"),
            entry(OBSERVATION + "input", "{\"task\":\"how many?\"}"),
            entry(OBSERVATION + "output", "{\"answer\":\"There are 42.\"}"),
            entry(OBSERVATION + "metadata.toolCalls", "1"),
            entry(OBSERVATION + "metadata.turns", "1"));
    ReceivedSpan tool = only("bash-tool");
    assertThat(tool.parentSpanId()).isEqualTo(agent.spanId());
    assertThat(tool.attributes())
        .contains(
            entry(OBSERVATION + "input", "{\"command\":\"echo 42\"}"),
            entry(OBSERVATION + "output", "42\n"),
            entry(OBSERVATION + "metadata.exitCode", "0"));
    ReceivedSpan generation = only("answer");
    assertThat(generation.parentSpanId()).isEqualTo(agent.spanId());
    assertThat(generation.attributes())
        .contains(
            entry(OBSERVATION + "usage_details", "{\"input\":120,\"output\":30,\"total\":150}"),
            // 120 x 3 + 30 x 15 dollars a million.
            entry(
                OBSERVATION + "cost_details",
                "{\"input\":0.00036,\"output\":0.00045,\"total\":0.00081}"));
  }

  @Test
  void commandThatFails_isAFailureOfTheToolAndTheAgent() {
    assertThatThrownBy(() -> agent(false, BashAgentTest::reply).run("how many?", "exit 3"))
        .isInstanceOf(IOException.class);
    assertThat(shutDown()).isTrue();

    assertThat(only("bash-tool").attributes())
        .contains(
            entry(OBSERVATION + "level", "ERROR"), entry(OBSERVATION + "metadata.exitCode", "3"));
    assertThat(only("bash-agent").attributes())
        .contains(
            entry(OBSERVATION + "level", "ERROR"),
            entry(OBSERVATION + "metadata.failed", "true"),
            entry(
                OBSERVATION + "output",
                "{\"error\":\"java.io.IOException: the command ended with exit code 3\"}"));
  }

  @Test
  void modelThatFails_isAFailureOfTheGenerationAndTheAgent() {
    BashAgent agent = agent(false, messages -> {
      throw new IOException("overloaded");
    });

    assertThatThrownBy(() -> agent.run("how many?", "echo 42")).hasMessage("overloaded");
    assertThat(shutDown()).isTrue();
    for (String name : List.of("answer", "bash-agent")) {
      assertThat(only(name).attributes())
          .containsEntry(OBSERVATION + "status_message", "IOException: overloaded");
    }
    assertThat(only("bash-tool").status()).isEqualTo("UNSET");
  }

  @Test
  void batch_isSentWhenItHasFifteen() throws Exception {
    BashAgent agent = agent(false, BashAgentTest::reply);
    for (int i = 0; i < 5; i++) {
      agent.run("how many?", "echo 42");
    }

    assertThat(receiver.awaitSpans(15, Duration.ofSeconds(8))).hasSize(15);
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void immediate_waitsForNothing() throws Exception {
    agent(true, BashAgentTest::reply).run("how many?", "echo 42");

    assertThat(receiver.awaitSpans(3, Duration.ofSeconds(8))).hasSize(3);
  }
}
