// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.StringWriter;

/** Says what the agent is, where its spans go besides the page, and how many may run at once. */
final class AboutHandler implements HttpHandler {
  static final String PATH = "/api/about";

  private static final JsonFactory JSON = new JsonFactory();

  private final String json;

  AboutHandler(Agent agent, ServeTelemetry telemetry, int maxRuns) throws IOException {
    var out = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(out)) {
      generator.writeStartObject();
      generator.writeStringField("agent", agent.description());
      generator.writeArrayFieldStart("destinations");
      for (String destination : telemetry.destinations()) {
        generator.writeString(destination);
      }
      generator.writeEndArray();
      generator.writeNumberField("maxRuns", maxRuns);
      generator.writeEndObject();
    }
    json = out.toString();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!Responses.refused(exchange, PATH)) {
        Responses.send(exchange, "application/json", json);
      }
    }
  }
}
