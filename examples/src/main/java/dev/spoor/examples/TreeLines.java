// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a tree of spans as lines: name, duration, tokens, cost and status. */
final class TreeLines {
  private static final int LONGEST_REASON = 72;

  private final Palette palette;

  TreeLines(Palette palette) {
    this.palette = palette;
  }

  List<String> of(List<SpanNode> nodes) {
    int width = nodes.stream().mapToInt(TreeLines::nameWidth).max().orElse(0);
    List<String> lines = new ArrayList<>(nodes.size());
    for (SpanNode node : nodes) {
      lines.add(line(node, width));
    }
    return lines;
  }

  private String line(SpanNode node, int width) {
    String name = name(node);
    String gap = " ".repeat(width - name.length());
    if (!node.ended()) {
      return name + gap + "  " + palette.faint("running");
    }
    SpanData data = node.data();
    String figures = String.format(
        Locale.ROOT,
        "  %9s  %11s  %10s  %8s  ",
        duration(data),
        tokens(data, "in", "gen_ai.usage.input_tokens", "agent.tokens.input"),
        tokens(data, "out", "gen_ai.usage.output_tokens", "agent.tokens.output"),
        cost(data));
    return palette.bold(name) + gap + figures + status(data);
  }

  private static String duration(SpanData data) {
    return SpanNode.isSettlement(data)
        ? ""
        : Figures.duration(data.getEndEpochNanos() - data.getStartEpochNanos());
  }

  private static int nameWidth(SpanNode node) {
    return name(node).length();
  }

  private static String name(SpanNode node) {
    return "  ".repeat(node.depth()) + oneLine(node.span().getName());
  }

  private static String tokens(SpanData data, String direction, String... keys) {
    Long count = SpanNode.count(data, keys);
    return count == null ? "" : Figures.count(count) + " " + direction;
  }

  private static String cost(SpanData data) {
    BigDecimal usd =
        SpanNode.amount(data, "gen_ai.usage.cost", "agent.cost.usd", "agent.cost.reported_usd");
    return usd == null ? "" : Figures.money(usd);
  }

  private String status(SpanData data) {
    String status = SpanNode.status(data);
    if (SpanNode.isSettlement(data)) {
      return palette.faint("not shown by the agent");
    }
    if (!status.equals("error")) {
      return status.equals("ok") ? palette.good(status) : palette.faint(status);
    }
    String reason = oneLine(data.getStatus().getDescription());
    return palette.bad(reason.isEmpty() ? status : status + ": " + reason);
  }

  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 1) + "…";
  }
}
