// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of Langfuse's public API that are used beside OTLP, on a real socket. */
final class FakeLangfuse implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  final List<Request> requests = new CopyOnWriteArrayList<>();
  final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
  /** The same spans, and those that came as JSON, as the server decodes them. */
  final List<WireSpan> wire = new CopyOnWriteArrayList<>();
  /** Returns the answer to a request; null means the usual one. */
  volatile Function<Request, @Nullable Reply> script = request -> null;

  FakeLangfuse() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns what Langfuse would show. */
  List<Ingested> observations() {
    return Ingestion.of(wire);
  }

  Ingested observation(String name) {
    return observations().stream()
        .filter(observation -> observation.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No observation " + name + " in " + wire));
  }

  List<Request> requests(String method, String path) {
    return requests.stream()
        .filter(request -> request.method.equals(method) && request.path.startsWith(path))
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var request = new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        Map.copyOf(exchange.getRequestHeaders()),
        exchange.getRequestBody().readAllBytes());
    Reply reply = script.apply(request);
    requests.add(request);
    if (reply == null) {
      reply = usual(request);
    }
    byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Reply usual(Request request) throws IOException {
    if (request.path.equals("/api/public/otel/v1/traces")) {
      wire.addAll(WireReader.read(
          request.body, request.header("Content-Type"), request.header("Content-Encoding")));
      if (!request.header("Content-Type").contains("protobuf")) {
        return new Reply(200, "{}");
      }
      for (var resource :
          ExportTraceServiceRequest.parseFrom(request.body).getResourceSpansList()) {
        for (var scope : resource.getScopeSpansList()) {
          scope
              .getSpansList()
              .forEach(span ->
                  spans.add(new ReceivedSpan(span, Map.of(), scope.getScope().getName())));
        }
      }
      return new Reply(200, "{}");
    }
    return switch (request.path) {
      case "/api/public/health" -> new Reply(200, "{\"status\":\"OK\",\"version\":\"4.16.0\"}");
      case "/api/public/projects" ->
        new Reply(200, "{\"data\":[{\"id\":\"p\",\"name\":\"demo\"}]}");
      case "/api/public/ingestion" -> new Reply(207, "{\"successes\":[],\"errors\":[]}");
      default -> new Reply(200, "{}");
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  @SuppressWarnings("ArrayRecordComponent") // Only read.
  record Request(String method, String path, Map<String, List<String>> headers, byte[] body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> entry.getValue().get(0))
          .findFirst()
          .orElse("");
    }

    Map<?, ?> json() {
      return (Map<?, ?>)
          java.util.Objects.requireNonNull(Json.parse(new String(body, StandardCharsets.UTF_8)));
    }
  }

  record Reply(int status, String body) {}
}
