// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the sums of a run as lines: its models, tools, cost and status. */
final class TotalLines {
  private static final String UNKNOWN = "unknown";

  private final Palette palette;

  TotalLines(Palette palette) {
    this.palette = palette;
  }

  List<String> of(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add(palette.bold("Totals"));
    report.models().entrySet().forEach(model -> lines.add(labelled("model", model(model))));
    lines.add(labelled("tools", tools(report)));
    if (!report.agents().isEmpty()) {
      lines.add(labelled("agents", Figures.count(report.agents().size())));
    }
    lines.add(labelled("cost", cost(report)));
    if (report.turns() != null) {
      lines.add(labelled("turns", Figures.count(report.turns())));
    }
    if (report.reportedMillis() != null) {
      lines.add(labelled("time", Figures.duration(report.reportedMillis() * 1_000_000)));
    }
    if (report.droppedLines() > 0) {
      String lost = report.droppedLines() == 1 ? " line" : " lines";
      lines.add(labelled("dropped", Figures.count(report.droppedLines()) + lost));
    }
    lines.add(labelled("status", status(report)));
    return lines;
  }

  private static String labelled(String label, String value) {
    return String.format(Locale.ROOT, "  %-9s", label) + value;
  }

  private static String model(Map.Entry<String, TokenUsage> model) {
    TokenUsage usage = model.getValue();
    var line = new StringBuilder(model.getKey());
    add(line, "input", usage.uncachedInput());
    add(line, "cache read", usage.cacheRead());
    add(line, "cache write", usage.cacheWrite());
    add(line, "output", usage.output());
    add(line, "of it reasoning", usage.reasoning());
    return line.toString();
  }

  private static void add(StringBuilder line, String kind, long count) {
    if (count != TokenUsage.UNKNOWN) {
      line.append("  ").append(kind).append(' ').append(Figures.count(count));
    }
  }

  private static String tools(Report report) {
    long failed =
        report.tools().stream().filter(tool -> "error".equals(tool.status())).count();
    String all = Figures.count(report.tools().size());
    return failed == 0 ? all : all + ", " + Figures.count(failed) + " failed";
  }

  private static String cost(Report report) {
    return money(report.computedCost()) + " computed, " + money(report.reportedCost())
        + " reported";
  }

  private static String money(@Nullable BigDecimal usd) {
    return usd == null ? UNKNOWN : Figures.money(usd);
  }

  private String status(Report report) {
    if (!report.status().equals("error")) {
      return palette.good(report.status());
    }
    String message = report.statusMessage();
    return palette.bad(message == null ? "error" : "error: " + TreeLines.oneLine(message));
  }
}
