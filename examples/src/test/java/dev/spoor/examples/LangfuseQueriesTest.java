// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.spoor.examples.docs.Markdown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The queries for Langfuse that the documentation shows, run as they are against a server that
 * holds them against the words of Langfuse's metrics API. Its answers need a real one.
 */
class LangfuseQueriesTest {
  private static final Set<String> VIEWS =
      Set.of("traces", "observations", "scores-numeric", "scores-categorical");
  private static final Set<String> MEASURES = Set.of(
      "count",
      "latency",
      "timeToFirstToken",
      "inputTokens",
      "outputTokens",
      "totalTokens",
      "inputCost",
      "outputCost",
      "totalCost",
      "streamingLatency",
      "tokensPerSecond");
  private static final Set<String> AGGREGATIONS =
      Set.of("sum", "avg", "count", "max", "min", "p50", "p75", "p90", "p95", "p99", "histogram");
  private static final Set<String> DIMENSIONS = Set.of(
      "id",
      "traceId",
      "environment",
      "parentObservationId",
      "type",
      "name",
      "level",
      "version",
      "tags",
      "providedModelName",
      "promptName",
      "promptVersion",
      "traceName",
      "userId",
      "sessionId",
      "traceRelease",
      "traceVersion");

  private record Asked(String method, URI uri, @Nullable String authorization) {}

  private final BlockingQueue<Asked> asked = new ArrayBlockingQueue<>(8);

  @TestFactory
  Stream<DynamicTest> everyQuery_isOneThatLangfuseKnows() throws IOException {
    List<Markdown.Block> queries = Markdown.blocks("sh").stream()
        .filter(block -> block.text().contains("/api/public/metrics"))
        .toList();
    assertThat(queries).isNotEmpty();
    return queries.stream()
        .map(block -> DynamicTest.dynamicTest(block.place(), () -> check(block.text())));
  }

  private void check(String script) throws Exception {
    assumeTrue(isInstalled("curl"), "skipped: curl is not installed");

    Asked request = run(script);

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.uri().getPath()).isEqualTo("/api/public/metrics");
    assertThat(request.authorization())
        .isEqualTo("Basic "
            + Base64.getEncoder()
                .encodeToString("pk-lf-1:sk-lf-1".getBytes(StandardCharsets.UTF_8)));
    String text = URLDecoder.decode(request.uri().getRawQuery(), StandardCharsets.UTF_8);
    assertThat(text).startsWith("query=");
    var query = Json.object(text.substring("query=".length()));
    assertThat(VIEWS).contains(String.valueOf(query.get("view")));
    for (var metric : Json.children(query, "metrics")) {
      assertThat(MEASURES).contains(String.valueOf(metric.get("measure")));
      assertThat(AGGREGATIONS).contains(String.valueOf(metric.get("aggregation")));
    }
    for (var dimension : Json.children(query, "dimensions")) {
      assertThat(DIMENSIONS).contains(String.valueOf(dimension.get("field")));
    }
    for (var filter : Json.children(query, "filters")) {
      assertThat(filter).containsOnlyKeys("column", "operator", "value", "type");
      assertThat(DIMENSIONS).contains(String.valueOf(filter.get("column")));
    }
    assertThat(time(query, "fromTimestamp")).isBefore(time(query, "toTimestamp"));
  }

  private static Instant time(Map<String, @Nullable Object> query, String name) {
    return Instant.parse(String.valueOf(query.get(name)));
  }

  /** Runs a script as its reader would, and returns what it asked. */
  private Asked run(String script) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      asked.add(new Asked(
          exchange.getRequestMethod(),
          exchange.getRequestURI(),
          exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    try {
      var builder = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true);
      builder
          .environment()
          .putAll(Map.of(
              "LANGFUSE_PUBLIC_KEY", "pk-lf-1",
              "LANGFUSE_SECRET_KEY", "sk-lf-1",
              "LANGFUSE_BASE_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
              "no_proxy", "127.0.0.1"));
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      Asked request = asked.poll(1, TimeUnit.SECONDS);
      assertThat(request).isNotNull();
      return request;
    } finally {
      server.stop(0);
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
