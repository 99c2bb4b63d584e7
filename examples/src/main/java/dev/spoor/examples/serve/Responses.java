// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers that are all there at once. */
final class Responses {
  private static final int NO_BODY = -1;
  private static final int SECONDS_TO_WAIT = 5;

  private Responses() {}

  /** Answers a request that is not for {@code path}, or no GET. Returns whether it did. */
  static boolean refused(HttpExchange exchange, String path) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      exchange.sendResponseHeaders(404, NO_BODY);
      return true;
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      exchange.sendResponseHeaders(405, NO_BODY);
      return true;
    }
    return false;
  }

  /** Says that the server has all the work that it can do, and when to come again. */
  static void sendBusy(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", Integer.toString(SECONDS_TO_WAIT));
    String text = "As many agents are at work as the server may run. Try again in "
        + SECONDS_TO_WAIT + " seconds, or start it with a larger --max-runs.\n";
    send(exchange, "text/plain; charset=utf-8", 503, text);
  }

  /** Sends a text as UTF-8. */
  static void send(HttpExchange exchange, String type, String text) throws IOException {
    send(exchange, type, 200, text);
  }

  private static void send(HttpExchange exchange, String type, int status, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
