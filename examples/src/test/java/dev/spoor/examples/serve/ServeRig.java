// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** The server in this process, with a short heartbeat and with its spans to look at. */
final class ServeRig implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final ServeTelemetry telemetry;
  private final Agent agent;
  private final AgentServer server;

  static ServeRig start(Agent agent, Duration heartbeat) {
    return start(agent, heartbeat, ServeOptions.DEFAULT_MAX_RUNS);
  }

  static ServeRig start(Agent agent, Duration heartbeat, int maxRuns) {
    return start(telemetry -> agent, heartbeat, maxRuns);
  }

  /** Starts the server with the agent that the command would choose. */
  static ServeRig startWithAnyAgent(Duration heartbeat) {
    return start(
        telemetry -> ServeCommand.agent(telemetry, System.err),
        heartbeat,
        ServeOptions.DEFAULT_MAX_RUNS);
  }

  private static ServeRig start(
      Function<ServeTelemetry, Agent> agent, Duration heartbeat, int maxRuns) {
    try {
      return new ServeRig(agent, heartbeat, maxRuns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServeRig(Function<ServeTelemetry, Agent> agents, Duration heartbeat, int maxRuns)
      throws IOException {
    telemetry = ServeTelemetry.start(builder -> builder
        .setGlobal(false)
        .addSpanProcessor(SimpleSpanProcessor.create(spans))
        .setSse(sse -> sse.setHeartbeatInterval(heartbeat)));
    agent = agents.apply(telemetry);
    server = AgentServer.start(telemetry, agent, new ServeOptions(0, maxRuns));
  }

  String url() {
    return server.url();
  }

  int port() {
    return URI.create(url()).getPort();
  }

  /** Returns the spans of this name that have ended. */
  List<SpanData> ended(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  /** Waits until this many spans of this name have ended. */
  List<SpanData> awaitEnded(String name, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (ended(name).size() < count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "expected " + count + " of " + name + ", but got " + spans.getFinishedSpanItems());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return ended(name);
  }

  @Override
  public void close() {
    server.close();
    agent.close();
    telemetry.close();
  }
}
