// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** Gives a page the spans of the streams that it has opened, the running ones included. */
final class TraceHandler implements HttpHandler {
  static final String PATH = "/api/agent/trace";

  private final Traces traces;

  TraceHandler(Traces traces) {
    this.traces = traces;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!Responses.refused(exchange, PATH)) {
        String json = TraceJson.of(traces.of(Query.of(exchange).get("view")));
        Responses.send(exchange, "application/json", json);
      }
    }
  }
}
