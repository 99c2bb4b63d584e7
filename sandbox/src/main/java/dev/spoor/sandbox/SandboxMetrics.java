// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The instruments of this module. */
final class SandboxMetrics {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final List<Double> CREATION_SECONDS =
      List.of(0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0);
  private static final List<Double> EXECUTION_SECONDS = List.of(
      0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0);

  private final MetricLabels labels = new MetricLabels();
  private final DoubleHistogram creations;
  private final DoubleHistogram executions;
  private final LongUpDownCounter active;
  private final LongCounter dropped;
  private final CostLedger ledger;

  SandboxMetrics(Meter meter) {
    creations = meter
        .histogramBuilder(SandboxNames.CREATION_DURATION)
        .setUnit("s")
        .setDescription("How long it took to create a sandbox.")
        .setExplicitBucketBoundariesAdvice(CREATION_SECONDS)
        .build();
    executions = meter
        .histogramBuilder(SandboxNames.EXECUTION_DURATION)
        .setUnit("s")
        .setDescription("How long commands ran in sandboxes.")
        .setExplicitBucketBoundariesAdvice(EXECUTION_SECONDS)
        .build();
    active = meter
        .upDownCounterBuilder(SandboxNames.ACTIVE)
        .setUnit("{sandbox}")
        .setDescription("Sandboxes that were created and have not ended.")
        .build();
    dropped = meter
        .counterBuilder(SandboxNames.DROPPED)
        .setUnit("{item}")
        .setDescription("Telemetry that could not be recorded, by reason.")
        .build();
    ledger = new CostLedger(meter);
  }

  void creation(SandboxInfo info, Outcome outcome, long nanos, Context context) {
    creations.record(
        nanos / NANOS_PER_SECOND,
        labels.of(info, SandboxNames.METRIC_STATUS, outcome.label()),
        context);
  }

  void execution(SandboxInfo info, String exitClass, long nanos, Context context) {
    executions.record(
        nanos / NANOS_PER_SECOND,
        labels.of(info, SandboxNames.METRIC_EXIT_CODE, exitClass),
        context);
  }

  /** Counts a sandbox as begun; its cost, if it has one, is visible from now on. */
  void begin(SandboxInfo info, @Nullable RunningCost cost) {
    active.add(1, labels.of(info));
    if (cost != null) {
      ledger.start(cost);
    }
  }

  /** Counts a sandbox as no longer there. */
  void leave(SandboxInfo info) {
    active.add(-1, labels.of(info));
  }

  void end(RunningCost cost) {
    ledger.end(cost);
  }

  void dropped(long count, String reason) {
    dropped.add(count, Attributes.of(SandboxNames.METRIC_REASON, reason));
  }

  Attributes costLabels(SandboxInfo info) {
    Integer vcpus = info.vcpus();
    return vcpus == null
        ? labels.of(info)
        : labels.of(info, SandboxNames.METRIC_VCPU, vcpus.toString());
  }
}
