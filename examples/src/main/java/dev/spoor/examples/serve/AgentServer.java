// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A web server on this machine with an agent behind it: its page, its streams, its metrics. Threads
 * are bounded: a connection beyond {@link #MOST_REQUESTS} is closed, and one that takes longer than
 * {@link #SECONDS_TO_ASK} to say what it wants.
 */
final class AgentServer implements AutoCloseable {
  /** At once; an open stream is one of them. */
  private static final int MOST_REQUESTS = 200;

  private static final int SECONDS_TO_ASK = 10;
  private static final int SECONDS_FOR_AGENTS = 2;
  private static final int SECONDS_FOR_REQUESTS = 1;

  private final ServeTelemetry telemetry;
  private final HttpServer server;
  private final ExecutorService requests = threads("spoor-request", MOST_REQUESTS);
  private final ExecutorService answers;

  static {
    // The server reads it once, when the first one is made; what the user has set stands.
    String name = "sun.net.httpserver.maxReqTime";
    System.setProperty(name, System.getProperty(name, Integer.toString(SECONDS_TO_ASK)));
  }

  /** Starts a server. */
  static AgentServer start(ServeTelemetry telemetry, Agent agent, ServeOptions options)
      throws IOException {
    return new AgentServer(telemetry, agent, options);
  }

  private AgentServer(ServeTelemetry telemetry, Agent agent, ServeOptions options)
      throws IOException {
    this.telemetry = telemetry;
    // The handler says no to a run too many; this is for a thread that is about to end.
    answers = threads("spoor-agent", 2 * options.maxRuns());
    server = HttpServer.create(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 0);
    server.setExecutor(requests);
    server.createContext("/", Page.load());
    server.createContext("/metrics", telemetry.metrics());
    server.createContext("/api/about", new AboutHandler(agent, telemetry, options.maxRuns()));
    server.createContext("/api/agent/trace", new TraceHandler(telemetry.traces()));
    var runs = new RunSlots(options.maxRuns(), answers);
    server.createContext(StreamHandler.ROUTE, new StreamHandler(telemetry, agent, runs));
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

  /** Returns threads that take no task when {@code most} are at work. */
  private static ExecutorService threads(String name, int most) {
    return new ThreadPoolExecutor(0, most, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    });
  }
}
