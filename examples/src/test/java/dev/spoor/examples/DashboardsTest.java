// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dashboards, rules and queries, asked of a real Prometheus that scrapes a service to which
 * everything happens that they show.
 */
class DashboardsTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

  @TempDir
  private Path directory;

  static Stream<Path> dashboards() throws IOException {
    return files(Expressions.DASHBOARDS, ".json");
  }

  static Stream<Path> ruleTests() throws IOException {
    return files(Expressions.RULES, ".yml")
        .filter(file -> file.getFileName().toString().startsWith("test-"));
  }

  private static Stream<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    }
  }

  @Test
  void everyExpression_hasDataInARealPrometheus() throws Exception {
    assumeTrue(PrometheusServer.isInstalled(), "skipped: prometheus is not installed");
    Set<String> expressions = new LinkedHashSet<>();
    for (Path dashboard : dashboards().toList()) {
      expressions.addAll(Expressions.ofPanels(dashboard));
      expressions.addAll(Expressions.ofVariables(dashboard));
    }
    List<Path> rules = List.of(
        Expressions.RULES.resolve("recording.yml"), Expressions.RULES.resolve("alerts.yml"));
    for (Path file : rules) {
      expressions.addAll(Expressions.recorded(file));
      expressions.addAll(Expressions.metricsIn(file));
    }
    expressions.addAll(Expressions.ofDocumentation());
    assertThat(expressions).hasSizeGreaterThan(80);
    int port = Ports.free();

    try (var service = BusyService.scrapedAt(port);
        var prometheus = PrometheusServer.start(directory, port, rules)) {
      assertThat(unanswered(prometheus, expressions)).isEmpty();
      assertThat(prometheus.brokenRules()).isEmpty();
    }
  }

  /** Asks until every expression has a number, and returns those that have none in the end. */
  static List<String> unanswered(PrometheusServer prometheus, Set<String> expressions)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    List<String> left = new ArrayList<>(expressions);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      List<String> still = new ArrayList<>();
      for (String expression : left) {
        Double value = prometheus.value(expression);
        if (value == null || value.isNaN()) {
          still.add(expression);
        }
      }
      left = still;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    return left;
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void dashboard_takesItsDataSourceFromAVariable(Path dashboard) throws IOException {
    String json = Files.readString(dashboard);

    assertThat(json).contains("\"uid\": \"${datasource}\"");
    assertThat(json.split("\"type\": \"prometheus\"", -1))
        .hasSameSizeAs(json.split("\"uid\": \"\\$\\{datasource}\"", -1));
    for (var panel : Json.children(Json.object(json), "panels")) {
      assertThat(panel.get("title")).isNotNull();
      if (!"row".equals(panel.get("type"))) {
        assertThat(panel.get("description")).as("%s", panel.get("title")).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ruleTests")
  void alerts_fireWhenTheyMustAndOnlyThen(Path tests) throws Exception {
    assumeTrue(PrometheusServer.isInstalled(), "skipped: promtool is not installed");

    assertThat(run("promtool", "test", "rules", tests.toString())).contains("SUCCESS");
  }

  @Test
  void rules_areChecked() throws Exception {
    assumeTrue(PrometheusServer.isInstalled(), "skipped: promtool is not installed");

    for (Path file : files(Expressions.RULES, ".yml").toList()) {
      if (!file.getFileName().toString().startsWith("test-")) {
        assertThat(run("promtool", "check", "rules", file.toString())).contains("SUCCESS");
      }
    }
  }

  @Test
  void everyAlert_isTested() throws IOException {
    String tests = "";
    for (Path file : ruleTests().toList()) {
      tests += Files.readString(file);
    }
    List<String> alerts = Files.readAllLines(Expressions.RULES.resolve("alerts.yml")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("- alert: "))
        .map(line -> line.substring("- alert: ".length()))
        .toList();

    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(tests)
        .contains(alerts.stream().map(alert -> "alertname: " + alert).toList());
  }

  /** The committed dashboards are what their source writes, checked by the types of the SDK. */
  @Test
  void dashboards_areWhatTheirSourceWrites() throws Exception {
    assumeTrue(
        Boolean.getBoolean("dashboards.generate"),
        "skipped: needs Node, npm and -Ddashboards.generate");

    run(Expressions.ROOT.resolve("dashboards/generate").toString(), directory.toString());

    for (Path dashboard : dashboards().toList()) {
      assertThat(directory.resolve(dashboard.getFileName())).hasSameTextualContentAs(dashboard);
    }
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String printed = Files.readString(output);
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }
}
