// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.Generation;
import dev.spoor.autoconfigure.AgentObservability;
import dev.spoor.autoconfigure.AgentObservabilityBuilder;
import dev.spoor.cost.TokenUsage;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.LocalSandbox;
import dev.spoor.sandbox.SandboxCreation;
import dev.spoor.sandbox.SandboxInfo;
import dev.spoor.sandbox.TracedSandbox;
import dev.spoor.sse.SseSession;
import dev.spoor.testing.Answer;
import dev.spoor.testing.OtlpReceiver;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A service that has everything happen to it that a dashboard shows: answers and failures, models
 * with and without a price, streams that end and streams that stay, commands, lost telemetry.
 */
final class BusyService implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 50;

  private final OtlpReceiver langfuse = OtlpReceiver.start();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AgentObservability observability;
  private final SseSession open;
  private final TracedSandbox sandbox;
  private int sandboxes;
  private final Thread thread = new Thread(this::work, "busy-service");

  /** Starts one whose metrics are scraped. */
  static BusyService scrapedAt(int port) throws IOException {
    return new BusyService(Map.of(
        // Nobody is there: every span is lost.
        "otel.exporter.otlp.traces.endpoint",
        "http://127.0.0.1:" + Ports.free() + "/v1/traces",
        "otel.bsp.schedule.delay",
        "500",
        "otel.exporter.prometheus.host",
        "127.0.0.1",
        "otel.exporter.prometheus.port",
        Integer.toString(port)));
  }

  /** Starts one that sends its metrics, and its spans, by OTLP. */
  static BusyService sendingTo(String endpoint) throws IOException {
    return new BusyService(
        Map.of("otel.exporter.otlp.endpoint", endpoint, "otel.metric.export.interval", "1s"));
  }

  private BusyService(Map<String, String> properties) throws IOException {
    // Wrong keys: Langfuse refuses every span.
    langfuse.answerAlways(Answer.of(401));
    AgentObservabilityBuilder builder = AgentObservability.builder();
    properties.forEach(builder::setProperty);
    observability = builder
        .setServiceName("busy")
        .setShutdownHook(false)
        .setGlobal(false)
        .setProperty("langfuse.public.key", "pk-lf-1")
        .setProperty("langfuse.secret.key", "sk-lf-1")
        .setProperty("langfuse.base.url", langfuse.endpoint())
        .setAgents(agents -> agents.setAgentName("support"))
        .start();
    open = observability.sse().start("/answer");
    sandbox = observability.sandboxes().trace(LocalSandbox.create());
    createSandbox();
    thread.start();
  }

  private void work() {
    try {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        answer();
        fail();
        useModelWithoutPrice();
        useModelWithReportedCost();
        stream();
        createSandbox();
        sandbox.run(Context.root(), ExecSpec.of("true"));
        sandbox.run(Context.root(), ExecSpec.of("false"));
      }
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer() {
    AgentRun run =
        observability.agents().start(AgentRequest.of("claude-sonnet-4-5", "Where is my parcel?"));
    try (run) {
      try (Generation generation = run.generation("claude-sonnet-4-5")) {
        generation.chunk("On").chunk(" its way.");
        generation.usage(TokenUsage.builder()
            .setInput(6_500)
            .setOutput(200)
            .setCacheRead(5_000)
            .setCacheWrite5m(500)
            .build());
      }
      run.onToolUse("call-1", "track", "{}");
      run.onToolResult("call-1", "in Leeds");
      run.onToolUse("call-2", "notify", "{}");
      run.onToolError("call-2", "no such number");
    }
    // Too late, so it is dropped and counted.
    run.onToolUse("call-3", "track", "{}");
  }

  private void fail() {
    try (AgentRun run = observability.agents().start(AgentRequest.of("gpt-5", "Hello"))) {
      run.onError(new IllegalStateException("no answer"));
    }
  }

  private void useModelWithoutPrice() {
    try (AgentRun run = observability.agents().start(AgentRequest.of("our-own-model", "Hello"))) {
      run.onUsage(
          "our-own-model", TokenUsage.builder().setInput(10).setOutput(5).build(), null);
    }
  }

  private void useModelWithReportedCost() {
    try (AgentRun run = observability.agents().start(AgentRequest.of("their-model", "Hello"))) {
      run.onUsage("their-model", TokenUsage.builder().setInput(10).setOutput(5).build(), null);
      run.onResult("Hello yourself", 10, new BigDecimal("0.01"));
    }
  }

  /** Starts one that has a price and is never ended. */
  private void createSandbox() {
    SandboxInfo info = SandboxInfo.builder("e2b")
        .setTemplate("base")
        .setId("busy-" + sandboxes++)
        .setVcpus(2)
        .setMemoryMib(512)
        .build();
    try (SandboxCreation creation = observability.sandboxes().startCreation(Context.root(), info)) {
      creation.succeed(info);
    }
  }

  private void stream() {
    open.eventSent("text", 20);
    try (SseSession session = observability.sse().start("/answer")) {
      session.eventSent("text", 20);
      session.complete();
    }
    try (SseSession session = observability.sse().start("/answer")) {
      session.eventSent("text", 20);
      session.timeOut();
    }
  }

  @Override
  public void close() throws InterruptedException, IOException {
    closed.countDown();
    thread.join();
    open.complete();
    sandbox.close();
    observability.shutdown(PATIENCE);
    langfuse.close();
  }
}
