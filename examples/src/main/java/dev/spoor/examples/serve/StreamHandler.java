// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.sse.AgentConnection;
import dev.spoor.sse.AgentFeed;
import dev.spoor.sse.AgentStreams;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseSession;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams what an agent does as server-sent events: a new run, or the rest of the one that the
 * request's Last-Event-ID belongs to.
 */
final class StreamHandler implements HttpHandler {
  static final String ROUTE = "/api/agent/stream";

  private static final Logger logger = LoggerFactory.getLogger(StreamHandler.class);
  private static final String PROMPT = "MoneyTest fails on negative amounts. Find out why.";

  private final AgentTracer agents;
  private final AgentStreams streams;
  private final Traces traces;
  private final Agent agent;
  private final RunSlots runs;

  StreamHandler(ServeTelemetry telemetry, Agent agent, RunSlots runs) {
    agents = telemetry.agents();
    streams = AgentStreams.create(telemetry.sse());
    traces = telemetry.traces();
    this.agent = agent;
    this.runs = runs;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var query = Query.of(exchange);
      if (Responses.refused(exchange, ROUTE)) {
        return;
      }
      SseRequest request = describe(exchange);
      // Who comes back with an id gets the rest of a run that has its slot.
      if (request.lastEventId() == null && !runs.take()) {
        Responses.sendBusy(exchange);
        return;
      }
      AgentConnection connection = streams.connect(request);
      if (connection.isOver()) {
        // Tells the browser not to come again.
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      try (SseSession session = connection.session()) {
        session.setAbortByInterrupt();
        traces.show(query.get("view"), traceOf(session));
        if (connection.isNew()) {
          runs.run(() -> answer(connection, query.get("prompt", PROMPT)));
        }
        send(connection, exchange);
      }
    }
  }

  private static void send(AgentConnection connection, HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/event-stream");
    headers.set("Cache-Control", "no-cache");
    headers.set("Connection", "keep-alive");
    headers.set("X-Accel-Buffering", "no");
    try {
      exchange.sendResponseHeaders(200, 0);
    } catch (IOException gone) {
      connection.session().writeFailed(gone);
      return;
    }
    connection.writeTo(exchange.getResponseBody());
  }

  private static SseRequest describe(HttpExchange exchange) {
    return SseRequest.builder(ROUTE)
        .setMethod(exchange.getRequestMethod())
        .setUserAgent(exchange.getRequestHeaders().getFirst("User-Agent"))
        .setClientAddress(exchange.getRemoteAddress().getAddress().getHostAddress())
        .setLastEventId(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
        .build();
  }

  private static String traceOf(SseSession session) {
    return Span.fromContext(session.context()).getSpanContext().getTraceId();
  }

  /** The stream ends after the run: so the session's span is around the run's. */
  private void answer(AgentConnection connection, String prompt) {
    AgentFeed feed = connection.feed().onUnwanted(Thread.currentThread()::interrupt);
    try {
      run(connection.context(), prompt, feed);
      feed.complete();
    } catch (InterruptedException | InterruptedIOException stopped) {
      feed.fail(stopped);
    } catch (IOException | RuntimeException failure) {
      logger.warn("The agent failed", failure);
      feed.fail(failure);
    }
  }

  private void run(Context parent, String prompt, AgentFeed feed)
      throws IOException, InterruptedException {
    var request = AgentRequest.builder().setPrompt(prompt).setParent(parent).build();
    try (AgentRun run = agents.start(request)) {
      try {
        agent.answer(prompt, run, feed.setCostOf(run));
      } catch (InterruptedException | InterruptedIOException stopped) {
        run.cancel();
        throw stopped;
      } catch (Throwable failure) {
        run.fail(failure);
        throw failure;
      }
    }
  }
}
