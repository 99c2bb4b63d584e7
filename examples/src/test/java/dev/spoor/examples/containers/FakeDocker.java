// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of Docker's API as running a command in a container takes. */
final class FakeDocker implements AutoCloseable {
  private static final byte[] STDOUT_OK = {1, 0, 0, 0, 0, 0, 0, 3, 'o', 'k', '\n'};

  private final HttpServer server;
  private final List<String> created = new CopyOnWriteArrayList<>();

  FakeDocker() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String host() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the bodies of the requests that created an exec. */
  List<String> created() {
    return created;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (path.endsWith("/containers/box/exec")) {
        created.add(body);
        answer(exchange, 201, "application/json", "{\"Id\":\"exec1\"}".getBytes(UTF_8));
      } else if (path.endsWith("/exec/exec1/start")) {
        answer(exchange, 200, "application/vnd.docker.raw-stream", STDOUT_OK);
      } else if (path.endsWith("/exec/exec1/json")) {
        String state = "{\"ID\":\"exec1\",\"Running\":false,\"ExitCode\":7}";
        answer(exchange, 200, "application/json", state.getBytes(UTF_8));
      } else {
        answer(exchange, 404, "application/json", "{\"message\":\"none\"}".getBytes(UTF_8));
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
