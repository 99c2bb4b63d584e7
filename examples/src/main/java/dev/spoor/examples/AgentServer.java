// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.sse.AgentConnection;
import dev.spoor.sse.AgentFeed;
import dev.spoor.sse.AgentStreams;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.stream.ClaudeStream;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A web server whose agent is the bundled run, at its real pace. */
final class AgentServer implements AutoCloseable {
  private static final String STREAM = "/api/agent/stream";
  private static final String PROMPT = "MoneyTest fails on negative amounts. Find out why.";
  private static final double REAL_PACE = 1;

  private final SseSpanRecorder recorder;
  private final AgentStreams streams;
  private final AgentTracer agents;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    var thread = new Thread(task, "spoor-serve");
    thread.setDaemon(true);
    return thread;
  });

  /** Starts a server on {@code port}, or on a free one if it is 0. */
  static AgentServer start(ServeTelemetry telemetry, int port) throws IOException {
    return new AgentServer(telemetry, port);
  }

  private AgentServer(ServeTelemetry telemetry, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    recorder = SseSpanRecorder.create(telemetry.openTelemetry());
    streams = AgentStreams.create(recorder);
    agents = AgentTracer.builder(telemetry.openTelemetry())
        .setAgentName(Recording.AGENT)
        .build();
    server.setExecutor(threads);
    server.createContext("/", this::page);
    server.createContext("/metrics", telemetry.metrics());
    server.createContext(STREAM, this::stream);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  private void stream(HttpExchange exchange) throws IOException {
    try (exchange) {
      AgentConnection connection = streams.connect(describe(exchange));
      if (connection.isOver()) {
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      connection.session().setAbortByInterrupt();
      if (connection.isNew()) {
        String prompt = promptOf(exchange.getRequestURI().getRawQuery());
        threads.execute(() -> play(connection, prompt));
      }
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      exchange.sendResponseHeaders(200, 0);
      connection.writeTo(exchange.getResponseBody());
    }
  }

  private static SseRequest describe(HttpExchange exchange) {
    return SseRequest.builder(STREAM)
        .setMethod(exchange.getRequestMethod())
        .setUserAgent(exchange.getRequestHeaders().getFirst("User-Agent"))
        .setClientAddress(exchange.getRemoteAddress().getAddress().getHostAddress())
        .setLastEventId(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
        .build();
  }

  private void play(AgentConnection connection, String prompt) {
    AgentFeed feed = connection.feed().onUnwanted(Thread.currentThread()::interrupt);
    try (Scope scope = connection.context().makeCurrent();
        AgentRun run = agents.start(AgentRequest.of(prompt));
        ClaudeStream stream =
            ClaudeStream.builder(run).setListener(feed.setCostOf(run)).build()) {
      BundledRun.play(REAL_PACE, (sinceBegin, line) -> stream.accept(line));
      feed.complete();
    } catch (InterruptedException | RuntimeException e) {
      feed.fail(e);
    }
  }

  private static String promptOf(@Nullable String query) {
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      if (parameter.startsWith("prompt=")) {
        return URLDecoder.decode(parameter.substring("prompt=".length()), StandardCharsets.UTF_8);
      }
    }
    return PROMPT;
  }

  private void page(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream page =
            Objects.requireNonNull(AgentServer.class.getResourceAsStream("serve.html"))) {
      if (!exchange.getRequestURI().getPath().equals("/")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = page.readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Ends the open streams and stops; may be called twice. */
  @Override
  public void close() {
    recorder.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
