// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.internal.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls to the daemon in one sandbox. Safe for use by many threads. */
final class Daemon {
  /** The service's proxies close what is silent; the daemon sends an empty event this often. */
  static final int PING_SECONDS = 50;

  private static final int INPUT_CHUNK_BYTES = 32 << 10;
  private static final String USER = "Basic dXNlcjo=";

  private final E2bHttp http;
  private final E2bAccess access;

  Daemon(E2bHttp http, E2bAccess access) {
    this.http = http;
    this.access = access;
  }

  /** Starts a command, without a shell, and returns the stream of its events. */
  InputStream start(ExecSpec command) throws IOException {
    byte[] body = JsonWriter.bytes(startBody(command));
    HttpRequest.Builder request = identified(request(address("/process.Process/Start")))
        .header("Content-Type", "application/connect+json")
        .header("Connect-Protocol-Version", "1")
        .header("Keepalive-Ping-Interval", Integer.toString(PING_SECONDS))
        .POST(BodyPublishers.ofByteArray(Envelopes.frame(body)));
    if (command.timeout() != null) {
      request.header(
          "Connect-Timeout-Ms", Long.toString(Math.max(1, command.timeout().toMillis())));
    }
    return http.open(request.build());
  }

  void signal(long pid, E2bSignal signal) throws IOException {
    unary("SendSignal", Map.of("process", Map.of("pid", pid), "signal", signal.wireName()));
  }

  /** Sends all of {@code input} and closes standard input. */
  void feed(long pid, byte[] input) throws IOException {
    for (int at = 0; at < input.length; at += INPUT_CHUNK_BYTES) {
      int end = Math.min(input.length, at + INPUT_CHUNK_BYTES);
      String chunk = Base64.getEncoder().encodeToString(Arrays.copyOfRange(input, at, end));
      unary("SendInput", Map.of("process", Map.of("pid", pid), "input", Map.of("stdin", chunk)));
    }
    unary("CloseStdin", Map.of("process", Map.of("pid", pid)));
  }

  byte[] readFile(String path) throws IOException {
    return http.send(identified(request(fileAddress(path))).GET().build());
  }

  InputStream openFile(String path) throws IOException {
    return http.open(identified(request(fileAddress(path))).GET().build());
  }

  void writeFile(String path, byte[] content) throws IOException {
    MultipartFile file = new MultipartFile(path);
    http.send(identified(request(fileAddress(path)))
        .header("Content-Type", file.contentType())
        .POST(BodyPublishers.ofByteArrays(List.of(file.head(), content, file.tail())))
        .build());
  }

  private void unary(String procedure, Map<String, ?> body) throws IOException {
    http.send(identified(request(address("/process.Process/" + procedure)))
        .header("Content-Type", E2bHttp.JSON)
        .header("Connect-Protocol-Version", "1")
        .POST(E2bHttp.json(body))
        .build());
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address));
  }

  private String fileAddress(String path) {
    String user = access.needsUser() ? "&username=user" : "";
    return address("/files?path=" + E2bHttp.encode(path) + user);
  }

  private String address(String path) {
    return http.addresses.daemon(access.sandboxId(), access.domain(), path);
  }

  private HttpRequest.Builder identified(HttpRequest.Builder request) {
    request.header("E2b-Sandbox-Id", access.sandboxId());
    request.header("E2b-Sandbox-Port", Integer.toString(E2bAddresses.DAEMON_PORT));
    if (access.accessToken() != null) {
      request.header("X-Access-Token", access.accessToken());
    }
    if (access.needsUser()) {
      request.header("Authorization", USER);
    }
    return request;
  }

  private static Map<String, Object> startBody(ExecSpec command) {
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("cmd", command.arguments().get(0));
    process.put("args", command.arguments().subList(1, command.arguments().size()));
    if (!command.environment().isEmpty()) {
      process.put("envs", command.environment());
    }
    if (command.directory() != null) {
      process.put("cwd", command.directory());
    }
    byte[] input = command.stdin();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("process", process);
    body.put("stdin", input != null && input.length > 0);
    return body;
  }
}
