// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.sandbox.ExecResult;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.LocalSandbox;
import dev.spoor.sandbox.TracedSandbox;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program that lies about its spans makes arrive at a backend: nothing that matters. */
@Timeout(60)
class HostileRelayTest {
  private static final String MARK = "\u001eOTLP1 ";
  private static final int MORE_THAN_ALLOWED = 1_500;

  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final AgentObservability observability = AgentObservability.builder()
      .setShutdownHook(false)
      .setGlobal(false)
      .setServiceName("desk")
      .setProperty("otel.exporter.otlp.endpoint", receiver.endpoint())
      .start();
  private final TracedSandbox sandbox = observability.sandboxes().trace(LocalSandbox.create());
  private final AgentRun run = observability.agents().start(AgentRequest.of("gpt-5", "Hello"));
  private final String traceId =
      Span.fromContext(run.context()).getSpanContext().getTraceId();

  @BeforeEach
  void needsShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
  }

  @AfterEach
  void close() throws IOException {
    run.close();
    sandbox.close();
    observability.close();
    receiver.close();
  }

  @Test
  void aSpanOfAnotherTraceIsNotExported() throws Exception {
    write(line("f".repeat(32), "1111111111111111", "") + line(traceId, "2222222222222222", ""));

    assertThat(exported("forged"))
        .extracting(ReceivedSpan::traceId, ReceivedSpan::spanId)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(traceId, "2222222222222222"));
    assertThat(execution().attributes())
        .containsEntry("sandbox.relay.spans", 1L)
        .containsEntry("sandbox.relay.dropped", 1L);
  }

  @Test
  void theIdOfAnEarlierCommandIsNotOverwritten() throws Exception {
    String parent = sandbox
        .run(run.context(), ExecSpec.of("sh", "-c", "printf %s \"$TRACEPARENT\""))
        .stdout()
        .split("-", -1)[2];
    write(line(traceId, parent, ""));

    assertThat(exported("forged")).isEmpty();
  }

  @Test
  void timesAreThoseOfTheCommandAndTheResourceIsOurs() throws Exception {
    write(line(
        traceId,
        "1111111111111111",
        ",\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"9223372036854775807\""));

    ReceivedSpan span = exported("forged").get(0);
    ReceivedSpan execution = execution();
    assertThat(span.proto().getStartTimeUnixNano())
        .isGreaterThanOrEqualTo(execution.proto().getStartTimeUnixNano());
    assertThat(span.proto().getEndTimeUnixNano())
        .isLessThanOrEqualTo(execution.proto().getEndTimeUnixNano());
    assertThat(span.parentSpanId()).isEqualTo(execution.spanId());
    assertThat(span.resource())
        .isEqualTo(Map.of(
            "service.name", "desk",
            "sandbox.provider", "local",
            "sandbox.id", String.valueOf(sandbox.sandbox().info().id())));
  }

  @Test
  void moneyUsersAndSessionsAreNotForItToSay() throws Exception {
    StringBuilder attributes =
        new StringBuilder("{\"key\":\"kept\",\"value\":{\"boolValue\":true}}");
    for (String key : List.of(
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.cost",
        "gen_ai.conversation.id",
        "agent.cost.usd",
        "agent.tokens.total",
        "sandbox.cost.usd",
        "llm.cost.total",
        "llm.token_count.prompt",
        "langfuse.user.id",
        "user.id",
        "session.id")) {
      attributes.append(",{\"key\":\"").append(key).append("\",\"value\":{\"intValue\":\"9\"}}");
    }
    write(line(traceId, "1111111111111111", ",\"attributes\":[" + attributes + "]"));

    assertThat(exported("forged").get(0).attributes()).isEqualTo(Map.of("kept", true));
  }

  @Test
  void moreSpansThanAllowedAreCountedAndNotExported() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= MORE_THAN_ALLOWED; i++) {
      lines.append(line(traceId, String.format("%016x", i), ""));
    }
    write(lines.toString());

    assertThat(exported("forged")).hasSize(1_000);
    assertThat(execution().attributes()).containsEntry("sandbox.relay.dropped", 500L);
  }

  @Test
  void whatIsNoSpanLeavesTheUsersTextAlone() throws Exception {
    ExecResult result = write("first\n"
        + line(traceId, "1111111111111111", ",\"x\":\"" + "x".repeat(100_000) + "\"")
        + "sec" + MARK + "{\"cut" + line(traceId, "2222222222222222", "")
        + "ond\n" + MARK + "\u0000\u0001\u0007{{{\n" + MARK + "\n"
        + "\u001eOTLP2 no mark\n\u001b[31mred\n" + MARK + "{\"never ended");

    assertThat(result.stderr()).isEqualTo("first\nsecond\n\u001eOTLP2 no mark\n\u001b[31mred\n");
    assertThat(exported("forged"))
        .extracting(ReceivedSpan::spanId)
        .containsExactly("2222222222222222");
    assertThat(execution().attributes()).containsEntry("sandbox.relay.dropped", 5L);
  }

  private ExecResult write(String stderr) throws Exception {
    ExecResult result = sandbox.run(
        run.context(), ExecSpec.builder("sh", "-c", "cat >&2").setStdin(stderr).build());
    assertThat(observability.forceFlush(Duration.ofSeconds(20))).isTrue();
    return result;
  }

  private static String line(String traceId, String spanId, String fields) {
    String times = fields.contains("TimeUnixNano")
        ? ""
        : ",\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"2\"";
    return MARK
        + "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
        + "{\"stringValue\":\"bank\"}}]},\"scopeSpans\":[{\"spans\":[{\"name\":\"forged\",\"traceId\":\""
        + traceId + "\",\"spanId\":\"" + spanId + "\"" + times + fields + "}]}]}]}\n";
  }

  private List<ReceivedSpan> exported(String name) {
    return receiver.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  /** The last command. */
  private ReceivedSpan execution() {
    List<ReceivedSpan> executions = exported("sandbox.execute");
    return executions.get(executions.size() - 1);
  }
}
