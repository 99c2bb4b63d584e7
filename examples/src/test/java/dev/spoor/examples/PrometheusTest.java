// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrapes the real endpoint of a process that has replayed the bundled run. */
class PrometheusTest {
  private static final int port = Ports.free();
  private static final SpoorProcess spoor = SpoorProcess.start(
      Map.of(
          "OTEL_METRICS_EXPORTER", "prometheus",
          "OTEL_EXPORTER_PROMETHEUS_HOST", "127.0.0.1",
          "OTEL_EXPORTER_PROMETHEUS_PORT", Integer.toString(port)),
      "--speed",
      "fast",
      "--keep");

  /** Every metric of a run, as dashboards query it, with what the bundled run makes of it. */
  private static final Map<String, Double> METRICS = Map.ofEntries(
      Map.entry("agent_executions_total", 1.0),
      Map.entry("sum(agent_tokens_total)", 45_644.0),
      Map.entry("sum(agent_tokens_total{type=\"input\"})", 50.0),
      Map.entry("sum(agent_tokens_total{type=\"output\"})", 1_095.0),
      Map.entry("sum(agent_tokens_total{type=\"cache_read\"})", 32_353.0),
      Map.entry("sum(agent_tokens_total{type=\"cache_write\"})", 12_146.0),
      Map.entry("sum(agent_cost_usd_total)", 0.0745019),
      Map.entry("sum(agent_tools_executed_total)", 7.0),
      Map.entry("sum(agent_tools_executed_total{status=\"error\",tool=\"Bash\"})", 1.0),
      Map.entry("sum(gen_ai_invoke_agent_duration_seconds_count)", 2.0),
      Map.entry(
          "gen_ai_invoke_agent_duration_seconds_sum{gen_ai_agent_name=\"claude-code\"}", 7.733),
      Map.entry("sum(gen_ai_invoke_agent_tool_calls_sum)", 7.0),
      Map.entry("sum(gen_ai_invoke_agent_inference_calls_sum)", 6.0),
      Map.entry("sum(gen_ai_execute_tool_duration_seconds_count)", 7.0),
      Map.entry("sum(gen_ai_client_operation_duration_seconds_count)", 6.0),
      Map.entry("sum(gen_ai_client_token_usage_sum{gen_ai_token_type=\"output\"})", 856.0),
      Map.entry("sum(gen_ai_client_operation_time_to_first_chunk_seconds_count)", 4.0),
      Map.entry("sum(gen_ai_client_operation_time_per_output_chunk_seconds_count)", 18.0));

  @BeforeAll
  static void waitUntilReplayed() {
    spoor.awaitErr("kept running for scraping");
  }

  @AfterAll
  static void close() {
    spoor.close();
  }

  @Test
  void endpoint_tellsEveryMetricWithItsHelp() throws Exception {
    String metrics = scrape();

    assertThat(metrics)
        .contains("# TYPE agent_executions_total counter")
        .contains("# TYPE gen_ai_invoke_agent_duration_seconds histogram")
        .contains("agent_cost_usd_total{", "agent_tools_executed_total{", "agent_tokens_total{");
    List<String> named = firstWords(metrics, "# TYPE ");
    assertThat(firstWords(metrics, "# HELP ")).containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void endpoint_passesThePrometheusLinter(@TempDir Path directory) throws Exception {
    assumeTrue(PrometheusServer.isInstalled(), "skipped: promtool is not installed");
    Path metrics = Files.writeString(directory.resolve("metrics.txt"), scrape());
    Path log = directory.resolve("promtool.log");
    var promtool = new ProcessBuilder("promtool", "check", "metrics")
        .redirectInput(metrics.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();

    assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(promtool.exitValue()).as(Files.readString(log)).isZero();
  }

  @Test
  void server_answersEveryQueryWithTheTruth(@TempDir Path directory) throws Exception {
    assumeTrue(PrometheusServer.isInstalled(), "skipped: prometheus is not installed");
    try (var prometheus = PrometheusServer.start(directory, port)) {
      for (var metric : METRICS.entrySet()) {
        assertThat(prometheus.await(metric.getKey()))
            .as(metric.getKey())
            .isCloseTo(metric.getValue(), within(1e-9));
      }
    }
  }

  private static List<String> firstWords(String metrics, String prefix) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).split(" ", 2)[0])
        .toList();
  }

  private static String scrape() throws Exception {
    var uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    var request = HttpRequest.newBuilder(uri).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
