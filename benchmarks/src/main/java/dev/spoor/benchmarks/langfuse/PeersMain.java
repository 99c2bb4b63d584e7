// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * {@link TreeRun} against the same trees made with Langfuse's SDK for Node; run it with
 * {@code benchmarks/peers/run.sh}. Of some rounds each keeps its best. Ends with 1 if a goal is
 * missed.
 */
public final class PeersMain {
  private static final double GOAL_STEADY = 5;
  private static final double GOAL_WHOLE = 3;
  private static final double GOAL_MEBIBYTES = 128;

  private PeersMain() {}

  /** Arguments: the script for Node, trees and rounds. */
  public static void main(String[] args) throws IOException {
    double[] node = worst();
    double[] spoor = worst();
    double[] small = worst();
    try (var sink = new SinkProcess()) {
      for (int round = 0; round < Integer.parseInt(args[2]); round++) {
        keepBest(node, SinkProcess.run(List.of("node", args[0], sink.url(), args[1])));
        keepBest(spoor, run(List.of("-Xmx256m"), sink.url(), args[1]));
        keepBest(small, run(List.of("-Xmx48m", "-XX:+UseSerialGC"), sink.url(), args[1]));
      }
    }
    print("@langfuse for Node", node);
    print("Spoor", spoor);
    print("Spoor -Xmx48m", small);
    boolean met = judge("steady", node[1] / spoor[1], GOAL_STEADY)
        && judge("whole process", node[0] / spoor[0], GOAL_WHOLE);
    System.out.printf(
        Locale.ROOT, "resident with -Xmx48m: %.0f MiB, goal %.0f%n", small[2], GOAL_MEBIBYTES);
    System.exit(met && small[2] <= GOAL_MEBIBYTES ? 0 : 1);
  }

  private static String run(List<String> options, String url, String trees) throws IOException {
    return SinkProcess.run(options, TreeRun.class, List.of(url, trees));
  }

  private static double[] worst() {
    return new double[] {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
  }

  private static void keepBest(double[] best, String printed) {
    String[] measured = printed.split(" ", 3);
    for (int i = 0; i < best.length; i++) {
      best[i] = Math.min(best[i], Double.parseDouble(measured[i]));
    }
  }

  private static void print(String who, double[] measured) {
    System.out.printf(
        Locale.ROOT,
        "%-20s %6.1f us/tree whole, %6.1f steady, %4.0f MiB%n",
        who,
        measured[0],
        measured[1],
        measured[2]);
  }

  private static boolean judge(String what, double ratio, double goal) {
    System.out.printf(Locale.ROOT, "%s: %.1f times less, goal %.0f%n", what, ratio, goal);
    return ratio >= goal;
  }
}
