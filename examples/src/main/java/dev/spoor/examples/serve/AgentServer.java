// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A web server on this machine with an agent behind it: its page, its streams, its metrics. */
final class AgentServer implements AutoCloseable {
  private static final int SECONDS_FOR_AGENTS = 2;
  private static final int SECONDS_FOR_REQUESTS = 1;

  private final ServeTelemetry telemetry;
  private final HttpServer server;
  private final ExecutorService requests = threads("spoor-request");
  private final ExecutorService answers = threads("spoor-agent");

  /** Starts a server on {@code port}, or on a free one if it is 0. */
  static AgentServer start(ServeTelemetry telemetry, Agent agent, int port) throws IOException {
    return new AgentServer(telemetry, agent, port);
  }

  private AgentServer(ServeTelemetry telemetry, Agent agent, int port) throws IOException {
    this.telemetry = telemetry;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(requests);
    server.createContext("/", Page.load());
    server.createContext("/metrics", telemetry.metrics());
    server.createContext("/api/about", new AboutHandler(agent, telemetry));
    server.createContext("/api/agent/trace", new TraceHandler(telemetry.traces()));
    server.createContext(StreamHandler.ROUTE, new StreamHandler(telemetry, agent, answers));
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** Ends the open streams as cancelled, and the agents behind them; may be called twice. */
  @Override
  public void close() {
    telemetry.sse().close();
    answers.shutdownNow();
    await(answers, SECONDS_FOR_AGENTS);
    requests.shutdown();
    server.stop(0);
    await(requests, SECONDS_FOR_REQUESTS);
  }

  private static void await(ExecutorService threads, int seconds) {
    try {
      if (!threads.awaitTermination(seconds, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ExecutorService threads(String name) {
    return Executors.newCachedThreadPool(task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    });
  }
}
