// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The span of a sandbox that is being created. Ends once, by whichever of {@link #succeed},
 * {@link #fail} and {@link #close} comes first. Safe for use by many threads.
 */
public final class SandboxCreation implements AutoCloseable {
  private final SandboxTelemetry telemetry;
  private final SandboxInfo planned;
  private final Span span;
  private final Context context;
  private final long startNanos;
  private final AtomicBoolean ended = new AtomicBoolean();

  SandboxCreation(SandboxTelemetry telemetry, Context parent, SandboxInfo planned) {
    this.telemetry = telemetry;
    this.planned = planned;
    this.startNanos = telemetry.nanoTime.getAsLong();
    this.span = telemetry.start(SandboxNames.CREATE, parent, planned);
    this.context = parent.with(span);
  }

  /** Returns the context of the span. */
  public Context context() {
    return context;
  }

  /** Returns labels for the metadata of the sandbox, by which messages about it join this trace. */
  public Map<String, String> labels() {
    return telemetry.propagator.labels(context);
  }

  /** Ends the span and starts to count the time of the sandbox that {@code info} describes. */
  public SandboxLifetime succeed(SandboxInfo info) {
    return succeed(info, () -> null);
  }

  SandboxLifetime succeed(SandboxInfo info, Supplier<@Nullable Duration> timeToLive) {
    if (ended.compareAndSet(false, true)) {
      recordDuration(info, Outcome.SUCCESS);
      telemetry.guard(() -> {
        SandboxTelemetry.set(span, SandboxNames.ID, info.id());
        SandboxTelemetry.set(span, SandboxNames.TEMPLATE, info.template());
        SandboxTelemetry.set(span, SandboxNames.VCPUS, info.vcpus());
        SandboxTelemetry.set(span, SandboxNames.MEMORY, info.memoryMib());
      });
      telemetry.end(span, Outcome.SUCCESS);
    }
    return new SandboxLifetime(telemetry, info, timeToLive);
  }

  /** Ends the span as failed. */
  public void fail(Throwable thrown) {
    if (ended.compareAndSet(false, true)) {
      recordDuration(planned, Outcome.ERROR);
      telemetry.fail(span, thrown);
    }
  }

  /** Ends the span as abandoned, if it has not ended. */
  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      recordDuration(planned, Outcome.ABANDONED);
      telemetry.end(span, Outcome.ABANDONED);
    }
  }

  private void recordDuration(SandboxInfo info, Outcome outcome) {
    long nanos = telemetry.nanoTime.getAsLong() - startNanos;
    telemetry.record(metrics -> metrics.creation(info, outcome, nanos, context));
  }
}
