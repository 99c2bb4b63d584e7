// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference names what the sources write, all of it and nothing else. */
class ReferenceTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String CORE = "core/src/main/java/dev/spoor/";
  /** The classes that hold every name; ArchUnit and review keep the names there. */
  private static final List<String> NAMES = List.of(
      CORE + "GenAi.java",
      "sse/src/main/java/dev/spoor/sse/SseNames.java",
      "sandbox/src/main/java/dev/spoor/sandbox/SandboxNames.java",
      "langfuse/src/main/java/dev/spoor/langfuse/LangfuseKeys.java",
      "langfuse/src/main/java/dev/spoor/langfuse/DeliveryCounters.java");

  private static final Pattern LITERAL = Pattern.compile("\"([a-z_]+(?:\\.[a-z_0-9]+)+\\.?)\"");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern NAME = Pattern.compile("[a-z_]+(\\.[a-z_0-9]+)+(\\.\\*)?");

  /** A row of the reference's tables of metrics that says how Prometheus calls it. */
  private record Metric(String name, String prometheus, String kind, String unit) {}

  @Test
  void everyNameOfTheSources_isInTheReference() throws IOException {
    assertThat(documented()).containsAll(written());
  }

  @Test
  void everyNameOfTheReference_isInTheSources() throws IOException {
    assertThat(written()).containsAll(documentedInTables());
  }

  @Test
  void everyReasonForALoss_isInTheReference() throws IOException {
    var reasons = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(ROOT.resolve(CORE))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        find("drops\\s*\\.count\\(\\s*\"([a-z_]+)\"", Files.readString(file)).forEach(reasons::add);
      }
    }

    assertThat(reasons).isNotEmpty();
    assertThat(documented()).containsAll(reasons);
  }

  @Test
  void prometheusNames_areThoseThatTheExporterMakes() throws IOException {
    List<Metric> metrics = metrics();
    assertThat(metrics).hasSizeGreaterThan(20);
    PrometheusMetricReader reader = PrometheusMetricReader.create();
    try (var provider = SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      Meter meter = provider.get("test");
      metrics.forEach(metric -> record(meter, metric));

      Set<String> names = reader.collect().stream()
          .map(snapshot -> snapshot.getMetadata().getPrometheusName()
              + (snapshot instanceof CounterSnapshot ? "_total" : ""))
          .collect(Collectors.toSet());

      assertThat(names).containsAll(metrics.stream().map(Metric::prometheus).toList());
    }
  }

  private static void record(Meter meter, Metric metric) {
    switch (metric.kind()) {
      case "counter" ->
        meter.counterBuilder(metric.name()).setUnit(metric.unit()).build().add(1);
      case "up-down counter" ->
        meter.upDownCounterBuilder(metric.name()).setUnit(metric.unit()).build().add(1);
      case "histogram" ->
        meter.histogramBuilder(metric.name()).setUnit(metric.unit()).build().record(1);
      default -> throw new IllegalArgumentException("No such kind of metric: " + metric);
    }
  }

  private static List<Metric> metrics() throws IOException {
    var metrics = new ArrayList<Metric>();
    for (String line : reference().lines().toList()) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 7 && CODE.matcher(cells[2]).find()) {
        metrics.add(new Metric(
            code(cells[1]), code(cells[2]), cells[3].strip(), cells[4].strip().replace("`", "")));
      }
    }
    return metrics;
  }

  private static String code(String cell) {
    return find(CODE.pattern(), cell).get(0);
  }

  private static Set<String> written() throws IOException {
    var names = new TreeSet<String>();
    for (String file : NAMES) {
      for (String name : find(LITERAL.pattern(), Files.readString(ROOT.resolve(file)))) {
        if (!name.startsWith("dev.spoor")
            && !name.equals("langfuse.observation.")
            && !name.equals("langfuse.trace.")) {
          names.add(name.endsWith(".") ? name + "*" : name);
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(80);
    // Built from two parts in the source.
    names.add("langfuse.observation.metadata.*");
    return names;
  }

  private static Set<String> documented() throws IOException {
    return new TreeSet<>(find(CODE.pattern(), reference()));
  }

  /** The names in the first column of each table. */
  private static Set<String> documentedInTables() throws IOException {
    return reference()
        .lines()
        .filter(line -> line.startsWith("| `"))
        .flatMap(line -> find(CODE.pattern(), line.split("\\|", -1)[1]).stream())
        .filter(name -> NAME.matcher(name).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String reference() throws IOException {
    return Files.readString(ROOT.resolve("docs/reference.md"));
  }

  private static List<String> find(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }
}
