// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What delivery costs, in processor time and bytes a span, in batches of 512 to a server in another
 * process: OpenTelemetry's exporter, ours for spans that need environment and release alone, and
 * ours with translation. Each in a process of its own, in turns. Ends with 1 if a goal is missed.
 * Argument: rounds.
 */
public final class ExportMain {
  private static final double GOAL_PASSED_ON = 0.95;
  private static final double GOAL_TRANSLATED = 0.75;
  private static final int GOAL_BYTES = 150;

  private ExportMain() {}

  /** Measures, prints a table and judges it. */
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Map<ExportMode, double[]> nanos = new EnumMap<>(ExportMode.class);
    Map<ExportMode, Integer> bytes = new EnumMap<>(ExportMode.class);
    try (var sink = new SinkProcess()) {
      for (int round = 0; round < rounds; round++) {
        for (ExportMode mode : ExportMode.values()) {
          String[] measured = SinkProcess.run(
                  List.of("-Xmx256m"), ExportRun.class, List.of(mode.name(), sink.url()))
              .split(" ", 2);
          nanos.computeIfAbsent(mode, unused -> new double[rounds])[round] =
              Double.parseDouble(measured[0]);
          bytes.put(mode, Integer.parseInt(measured[1]));
        }
      }
    }
    nanos.values().forEach(Arrays::sort);
    nanos.forEach((mode, sorted) -> System.out.printf(
        Locale.ROOT,
        "%-24s %5.0f ns/span (%.0f to %.0f) %5d B/span%n",
        mode,
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1],
        bytes.get(mode)));
    boolean met = judge(
            "environment and release",
            ratio(nanos, ExportMode.EXPORTER_PLAIN, ExportMode.LANGFUSE_PLAIN),
            GOAL_PASSED_ON)
        && judge(
            "translated",
            ratio(nanos, ExportMode.EXPORTER_GENERATIONS, ExportMode.LANGFUSE_GENERATIONS),
            GOAL_TRANSLATED);
    int most = bytes.getOrDefault(ExportMode.LANGFUSE_PLAIN, 0);
    System.out.println("bytes a span beyond content: " + most + ", goal " + GOAL_BYTES);
    System.exit(met && most <= GOAL_BYTES ? 0 : 1);
  }

  private static double ratio(Map<ExportMode, double[]> nanos, ExportMode base, ExportMode ours) {
    double[] bases = requireNonNull(nanos.get(base));
    double[] measured = requireNonNull(nanos.get(ours));
    return bases[bases.length / 2] / measured[measured.length / 2];
  }

  private static boolean judge(String what, double ratio, double goal) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f times the exporter's spans for a second of processor time, goal %.2f%n",
        what,
        ratio,
        goal);
    return ratio >= goal;
  }
}
