// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.examples.docs.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The expressions that the repository offers for Prometheus, ready to be asked. */
final class Expressions {
  static final Path ROOT = Markdown.ROOT;
  static final Path RULES = ROOT.resolve("dashboards/prometheus");
  static final Path DASHBOARDS = ROOT.resolve("dashboards/grafana");

  private static final Pattern RECORD = Pattern.compile("(?m)^ *- record: (\\S+)$");
  private static final Pattern METRIC = Pattern.compile(
      "\\b(?:\\w+:)?(?:agent|gen_ai|sse|sandbox|langfuse|otel_sdk)_\\w+(?::\\w+)?(?=[^\\w:])");

  private static final Pattern LABELS =
      Pattern.compile("\\b(?:by|on|without) \\([^)]*\\)|\\{[^}]*}");

  /** Returns what every panel of a dashboard asks, with all of everything chosen. */
  static List<String> ofPanels(Path dashboard) throws IOException {
    List<String> expressions = new ArrayList<>();
    for (var panel : Json.children(Json.object(Files.readString(dashboard)), "panels")) {
      if (panel.get("targets") == null) {
        continue;
      }
      for (var target : Json.children(panel, "targets")) {
        expressions.add(withChoices(String.valueOf(target.get("expr"))));
      }
    }
    return expressions;
  }

  /** Returns what every variable of a dashboard but the data source is made of. */
  static List<String> ofVariables(Path dashboard) throws IOException {
    Map<String, @Nullable Object> templating =
        Json.child(Json.object(Files.readString(dashboard)), "templating");
    return Json.children(templating, "list").stream()
        .filter(variable -> "query".equals(variable.get("type")))
        .map(variable -> String.valueOf(Json.child(variable, "query").get("query")))
        .map(query -> query.replaceAll("label_values\\((\\w+), (\\w+)\\)", "group by ($2) ($1)"))
        .toList();
  }

  /** Returns the blocks of PromQL in the documentation. */
  static List<String> ofDocumentation() throws IOException {
    return Markdown.blocks("promql").stream().map(block -> block.text().strip()).toList();
  }

  /** Returns the names that rules record. */
  static List<String> recorded(Path rules) throws IOException {
    return RECORD
        .matcher(Files.readString(rules))
        .results()
        .map(Expressions::first)
        .toList();
  }

  /** Returns all metrics and recorded rules that are named in rules. */
  static List<String> metricsIn(Path rules) throws IOException {
    var names = new TreeSet<String>();
    Files.readAllLines(rules).stream()
        .filter(line -> !line.strip().matches("(?:#|summary:|description:|- name:).*"))
        .map(line -> LABELS.matcher(line).replaceAll(""))
        .forEach(line ->
            METRIC.matcher(line + " ").results().map(MatchResult::group).forEach(names::add));
    return List.copyOf(names);
  }

  private static String first(MatchResult result) {
    return result.group(1).strip();
  }

  private static String withChoices(String expression) {
    return expression
        .replaceAll("\\$__(?:rate_interval|range)", "1m")
        .replaceAll("=~\"\\$\\w+\"", "=~\".*\"");
  }

  private Expressions() {}
}
