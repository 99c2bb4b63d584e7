// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Books what sandboxes cost: when they end, and while they run whenever metrics are collected. */
final class CostLedger {
  /** A host that never ends its sandboxes must not fill the heap; later ones count at their end. */
  private static final int MAX_RUNNING = 10_000;

  private final DoubleCounter counter;
  private final Set<RunningCost> running = new LinkedHashSet<>();

  /**
   * The gauge observes nothing: its callback is how a collection asks for the cost of what still
   * runs. An observable counter would not do, for the observations of two tracers overwrite each
   * other.
   */
  CostLedger(Meter meter) {
    counter = meter
        .counterBuilder(SandboxNames.COST_METRIC)
        .ofDoubles()
        .setUnit("{USD}")
        .setDescription("What sandboxes have cost by their running time, living ones included.")
        .build();
    meter.gaugeBuilder(SandboxNames.COST_BOOKING).buildWithCallback(measurement -> bookRunning());
  }

  synchronized void start(RunningCost cost) {
    if (running.size() >= MAX_RUNNING) {
      bookRunning();
    }
    if (running.size() < MAX_RUNNING) {
      running.add(cost);
    }
  }

  /** Books what is left of a cost that grows no more. */
  synchronized void end(RunningCost cost) {
    running.remove(cost);
    book(cost);
  }

  private synchronized void bookRunning() {
    List<RunningCost> expired = new ArrayList<>();
    for (RunningCost cost : running) {
      boolean last = cost.isExpired();
      book(cost);
      if (last) {
        expired.add(cost);
      }
    }
    expired.forEach(running::remove);
    expired.forEach(RunningCost::expired);
  }

  private void book(RunningCost cost) {
    double usd = cost.takeUnbooked().doubleValue();
    if (usd > 0) {
      counter.add(usd, cost.labels());
    }
  }
}
