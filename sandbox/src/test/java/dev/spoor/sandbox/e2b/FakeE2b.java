// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spoor.sandbox.internal.JsonTree;
import dev.spoor.sandbox.internal.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * E2B on loopback: its API and the daemon of its sandboxes at one address. Commands really run, as
 * processes of this machine; faults can be ordered. Certified by E2B's own clients, which drive it.
 */
final class FakeE2b implements AutoCloseable {
  static final String API_KEY = "e2b_0000000000000000000000000000000000000000";
  static final String TOKEN = "envd-token";

  /** What goes wrong with the next command. */
  enum Fault {
    /** The connection breaks after the first output. */
    BREAKS,
    /** The stream ends with an error, though its status was 200. */
    ERROR_AT_THE_END,
    /** Every byte comes in a packet of its own. */
    IN_SINGLE_BYTES,
    /** A frame claims to be longer than any may be. */
    HUGE_FRAME
  }

  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Request(String method, String path, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, UTF_8);
    }
  }

  private record Box(
      String template, Map<String, Object> metadata, Map<String, Object> environment) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path files;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<String, Box> boxes = new ConcurrentHashMap<>();
  private final Map<Long, Process> processes = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Integer> refusals = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Instant end = Instant.parse("2026-11-01T00:05:00Z");

  FakeE2b(Path files) throws IOException {
    this.files = files;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  E2bClientBuilder client() {
    return new E2bClientBuilder(Map.of()).setApiKey(API_KEY).setApiUrl(uri()).setSandboxUrl(uri());
  }

  List<Request> requests() {
    return requests;
  }

  Request request(String path) {
    return requests.stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
  }

  void refuseNext(int status) {
    refusals.add(status);
  }

  void passNext() {
    refusals.add(0);
  }

  void orderFault(Fault fault) {
    faults.add(fault);
  }

  void setEnd(Instant end) {
    this.end = end;
  }

  boolean lives(String sandboxId) {
    return boxes.containsKey(sandboxId);
  }

  @Override
  public void close() {
    server.stop(0);
    processes.values().forEach(Process::destroyForcibly);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      requests.add(request);
      Integer refusal = refusals.poll();
      if (refusal != null && refusal != 0) {
        answer(exchange, refusal, Map.of("code", refusal, "message", "ordered"));
      } else if (request.path().startsWith("/process.Process/")
          || request.path().equals("/files")) {
        daemon(exchange, request);
      } else {
        api(exchange, request);
      }
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  private void api(HttpExchange exchange, Request request) throws IOException {
    if (!API_KEY.equals(request.headers().get("x-api-key"))) {
      answer(exchange, 401, Map.of("code", 401, "message", "Invalid API key"));
      return;
    }
    String[] path = request.path().split("/", -1);
    String id = path.length > 2 ? path[2] : "";
    String call = request.method() + " " + (path.length > 3 ? path[3] : "");
    if (request.path().equals("/v2/sandboxes")) {
      if (request.method().equals("POST")) {
        create(exchange, JsonTree.object(request.body(), request.body().length));
      } else {
        list(exchange);
      }
    } else if (!boxes.containsKey(id)) {
      answer(exchange, 404, Map.of("code", 404, "message", "Sandbox \"" + id + "\" doesn't exist"));
    } else {
      switch (call) {
        case "GET " -> answer(exchange, 200, detail(id));
        case "DELETE " -> {
          boxes.remove(id);
          answer(exchange, 204, null);
        }
        case "GET metrics" -> answerText(exchange, 200, metrics());
        case "POST timeout", "POST pause" -> answer(exchange, 204, null);
        case "POST connect" -> answer(exchange, 200, access(id));
        default -> answer(exchange, 404, Map.of("code", 404, "message", "no such call"));
      }
    }
  }

  private void create(HttpExchange exchange, Map<String, Object> json) throws IOException {
    String id = "sbx" + ids.incrementAndGet();
    boxes.put(
        id,
        new Box(
            String.valueOf(json.get("templateID")),
            JsonTree.asObject(json.get("metadata")),
            JsonTree.asObject(json.get("envVars"))));
    answer(exchange, 201, access(id));
  }

  private void list(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith("metadata=")) {
        String inner = URLDecoder.decode(parameter.substring("metadata=".length()), UTF_8);
        for (String pair : inner.split("&", -1)) {
          String[] parts = pair.split("=", 2);
          wanted.put(decodeTwice(parts[0]), decodeTwice(parts[1]));
        }
      }
    }
    String items = boxes.entrySet().stream()
        .filter(box -> box.getValue().metadata().entrySet().containsAll(wanted.entrySet()))
        .map(box -> JsonWriter.text(detail(box.getKey())))
        .collect(Collectors.joining(",", "[", "]"));
    answerText(exchange, 200, items);
  }

  private static String decodeTwice(String text) {
    return URLDecoder.decode(URLDecoder.decode(text, UTF_8), UTF_8);
  }

  private Map<String, Object> access(String id) {
    return Map.of(
        "templateID",
        box(id).template(),
        "sandboxID",
        id,
        "clientID",
        "client",
        "envdVersion",
        "0.4.1",
        "envdAccessToken",
        TOKEN);
  }

  private Map<String, Object> detail(String id) {
    Map<String, Object> detail = new LinkedHashMap<>(access(id));
    detail.remove("envdAccessToken");
    detail.put("cpuCount", 2);
    detail.put("memoryMB", 1024);
    detail.put("diskSizeMB", 1024);
    detail.put("startedAt", "2026-11-01T00:00:00Z");
    detail.put("endAt", end.toString());
    detail.put("state", "running");
    detail.put("metadata", box(id).metadata());
    return detail;
  }

  private static String metrics() {
    return "[{\"timestamp\":\"2026-11-01T00:00:00Z\",\"timestampUnix\":1793491200,\"cpuCount\":2,"
        + "\"cpuUsedPct\":12.5,\"memUsed\":100,\"memTotal\":200,\"memCache\":1,\"diskUsed\":300,"
        + "\"diskTotal\":400}]";
  }

  private void daemon(HttpExchange exchange, Request request) throws IOException {
    String id = request.headers().getOrDefault("e2b-sandbox-id", "");
    if (!boxes.containsKey(id)) {
      answer(exchange, 502, Map.of("code", 502, "message", "The sandbox was not found"));
    } else if (!TOKEN.equals(request.headers().get("x-access-token"))) {
      answer(exchange, 401, Map.of("code", "unauthenticated", "message", "invalid access token"));
    } else if (request.path().equals("/files")) {
      file(exchange, request);
    } else if (request.path().endsWith("/Start")) {
      new FakeCommand(exchange, request, box(id).environment(), processes, faults.poll()).run();
    } else {
      unary(exchange, request);
    }
  }

  private void unary(HttpExchange exchange, Request request) throws IOException {
    Map<String, Object> json = JsonTree.object(request.body(), request.body().length);
    Object pid = JsonTree.asObject(json.get("process")).get("pid");
    @Nullable Process process = pid instanceof Long number ? processes.get(number) : null;
    if (process == null) {
      answer(exchange, 404, Map.of("code", "not_found", "message", "process not found"));
      return;
    }
    switch (request.path()) {
      case "/process.Process/SendSignal" -> {
        if ("SIGNAL_SIGTERM".equals(json.get("signal"))) {
          process.toHandle().destroy();
        } else {
          process.toHandle().destroyForcibly();
        }
      }
      case "/process.Process/SendInput" -> {
        Object input = JsonTree.asObject(json.get("input")).get("stdin");
        process.getOutputStream().write(Base64.getDecoder().decode(String.valueOf(input)));
        process.getOutputStream().flush();
      }
      case "/process.Process/CloseStdin" -> process.getOutputStream().close();
      default -> throw new IOException("no such procedure");
    }
    answer(exchange, 200, Map.of());
  }

  private void file(HttpExchange exchange, Request request) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String path = URLDecoder.decode(query.substring("path=".length()).split("&", 2)[0], UTF_8);
    Path file = files.resolve(path.substring(1));
    if (request.method().equals("GET")) {
      if (!Files.exists(file)) {
        answer(exchange, 404, Map.of("code", 404, "message", "path '" + path + "' does not exist"));
        return;
      }
      byte[] content = Files.readAllBytes(file);
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
      return;
    }
    Files.createDirectories(file.getParent());
    Files.write(file, formFile(request));
    answerText(
        exchange,
        200,
        "["
            + JsonWriter.text(
                Map.of("path", path, "name", file.getFileName().toString(), "type", "file"))
            + "]");
  }

  /** Takes the one part out of a form; ISO 8859-1 keeps bytes as they are. */
  private static byte[] formFile(Request request) {
    String type = String.valueOf(request.headers().get("content-type"));
    String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
    String form = new String(request.body(), ISO_8859_1);
    int start = form.indexOf("\r\n\r\n") + 4;
    int end = form.lastIndexOf("\r\n" + boundary + "--");
    return form.substring(start, end).getBytes(ISO_8859_1);
  }

  private Box box(String id) {
    Box box = boxes.get(id);
    if (box == null) {
      throw new UncheckedIOException(new IOException("no sandbox " + id));
    }
    return box;
  }

  private static void answer(HttpExchange exchange, int status, @Nullable Map<String, ?> json)
      throws IOException {
    if (json == null) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      answerText(exchange, status, JsonWriter.text(json));
    }
  }

  private static void answerText(HttpExchange exchange, int status, String json)
      throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
