// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server in a process of its own, as a user starts it. */
class ServeCommandTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;
  private URI root;

  @BeforeEach
  void start() throws IOException {
    var command = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        "serve",
        "--port",
        "0");
    command.redirectError(ProcessBuilder.Redirect.DISCARD);
    process = command.start();
    var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    root = URI.create(out.readLine());
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  @Test
  void serve_streamsTheRunAtItsPaceAndCountsIt() throws Exception {
    long start = System.nanoTime();
    List<String> types = new ArrayList<>();
    HttpResponse<Stream<String>> stream = client.send(
        HttpRequest.newBuilder(root.resolve("api/agent/stream?prompt=Why%3F")).build(),
        HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = stream.body()) {
      lines
          .filter(line -> line.startsWith("event: "))
          .forEach(line -> types.add(line.substring("event: ".length())));
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);

    assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(types).contains("text", "tool_use", "tool_result").endsWith("result");
    assertThat(seconds).isGreaterThanOrEqualTo(2);
    assertThat(get("metrics").body())
        .contains("sse_connections_total{", "outcome=\"completed\"", "agent_executions_total{");
  }

  @Test
  void serve_hasAPageAndNothingElse() throws Exception {
    assertThat(get("").body()).contains("EventSource");
    assertThat(get("nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void serve_stopsWhenTold() throws Exception {
    HttpResponse<Stream<String>> open = client.send(
        HttpRequest.newBuilder(root.resolve("api/agent/stream")).build(),
        HttpResponse.BodyHandlers.ofLines());
    process.destroy();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    open.body().close();
  }

  @Test
  void arguments_areChecked() {
    assertThat(ServeCommand.portOf(List.of())).isEqualTo(8080);
    assertThat(ServeCommand.portOf(List.of("--port=0"))).isZero();
    assertThatThrownBy(() -> ServeCommand.portOf(List.of("--port", "x")))
        .hasMessageContaining("--port is x");
    assertThatThrownBy(() -> ServeCommand.portOf(List.of("--verbose")))
        .hasMessageContaining("--port N");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(root.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
