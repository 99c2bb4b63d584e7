// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A real Prometheus that scrapes one endpoint every second. */
final class PrometheusServer implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  static boolean isInstalled() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .map(Path::of)
        .filter(path -> Files.isExecutable(path.resolve("promtool")))
        .anyMatch(path -> Files.isExecutable(path.resolve("prometheus")));
  }

  static PrometheusServer start(Path directory, int scrapedPort) throws IOException {
    return start(directory, scrapedPort, List.of());
  }

  /** Starts a server that also evaluates the rules in these files. */
  static PrometheusServer start(Path directory, int scrapedPort, List<Path> rules)
      throws IOException {
    Path config = Files.writeString(directory.resolve("prometheus.yml"), """
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files: [%s]
            scrape_configs:
              - job_name: spoor
                # A Collector tells whose metrics it has.
                honor_labels: true
                static_configs:
                  - targets: ["127.0.0.1:%d"]
            """.formatted(
            rules.stream().map(Path::toString).collect(Collectors.joining(", ")), scrapedPort));
    return new PrometheusServer(directory, config, Ports.free());
  }

  private PrometheusServer(Path directory, Path config, int port) throws IOException {
    this.port = port;
    process = new ProcessBuilder(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("prometheus.log").toFile())
        .start();
  }

  /** Waits until {@code query} has a result and returns its first value. */
  double await(String query) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    Double value = value(query);
    while (value == null) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Prometheus has no answer to " + query);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      value = value(query);
    }
    return value;
  }

  /** Returns the first value that {@code query} has now, or null if it has none. */
  @Nullable Double value(String query) throws InterruptedException {
    var data = get("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    List<Map<String, @Nullable Object>> results =
        data == null ? List.of() : Json.children(data, "result");
    return results.isEmpty() ? null : first(results.get(0).get("value"));
  }

  /** Returns what is wrong with each rule that cannot be evaluated, or null before the first. */
  @Nullable List<String> brokenRules() throws InterruptedException {
    var data = get("rules");
    if (data == null) {
      return null;
    }
    List<String> broken = new ArrayList<>();
    for (var group : Json.children(data, "groups")) {
      for (var rule : Json.children(group, "rules")) {
        if ("unknown".equals(rule.get("health"))) {
          return null;
        }
        if (!"ok".equals(rule.get("health"))) {
          broken.add(rule.get("name") + ": " + rule.get("lastError"));
        }
      }
    }
    return broken;
  }

  private @Nullable Map<String, @Nullable Object> get(String path) throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
    try {
      var response = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return response.statusCode() == 200 ? Json.child(Json.object(response.body()), "data") : null;
    } catch (IOException e) {
      // It is not up yet.
      return null;
    }
  }

  private static @Nullable Double first(@Nullable Object timeAndValue) {
    return timeAndValue instanceof List<?> list && list.get(1) instanceof String value
        ? Double.valueOf(value)
        : null;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
