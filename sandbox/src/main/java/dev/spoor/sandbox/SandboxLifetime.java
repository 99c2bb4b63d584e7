// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time and money of one sandbox, and the spans of the calls to it, for a host that makes the
 * calls by its own means. Safe for use by many threads. Exceptions of the host's calls pass through
 * as they are.
 */
public final class SandboxLifetime implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final SandboxTelemetry telemetry;
  private final SandboxInfo info;
  private final RunningTime time;
  private final @Nullable RunningCost cost;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean counted = new AtomicBoolean(true);

  SandboxLifetime(
      SandboxTelemetry telemetry, SandboxInfo info, Supplier<@Nullable Duration> timeToLive) {
    this.telemetry = telemetry;
    this.info = info;
    this.time = new RunningTime(telemetry.nanoTime, timeToLive);
    this.cost = telemetry.costOf(info, time, this::leave);
    telemetry.record(metrics -> metrics.begin(info, cost));
  }

  /** Returns what is known of the sandbox. */
  public SandboxInfo info() {
    return info;
  }

  /** Returns how long the sandbox has run so far, paused time left out. */
  public Duration runningTime() {
    return Duration.ofNanos(time.nanos());
  }

  /** Returns the exact cost so far in US dollars, or null when its price or size is not known. */
  public @Nullable BigDecimal cost() {
    return cost == null ? null : cost.usd();
  }

  /**
   * Says that the provider will end the sandbox by itself this long from now; its time stops then.
   * Replaces what was said before, unless that time has come.
   */
  public void expireAfter(Duration duration) {
    time.expireAfter(duration);
  }

  /** Starts the span {@code sandbox.execute} of a command that the host will start. */
  public ExecutionSpan startExecution(Context parent, ExecSpec command) {
    return new ExecutionSpan(telemetry, info, cost, parent, command);
  }

  /** Pauses the sandbox by {@code action} in the span {@code sandbox.pause}; stops its time. */
  public <E extends Exception> void pause(Context parent, SandboxAction<E> action) throws E {
    call(SandboxNames.PAUSE, parent, action, time::pause);
  }

  /** Resumes the sandbox by {@code action} in the span {@code sandbox.resume}; its time goes on. */
  public <E extends Exception> void resume(Context parent, SandboxAction<E> action) throws E {
    call(SandboxNames.RESUME, parent, action, time::resume);
  }

  /**
   * Ends the sandbox by {@code action} in the span {@code sandbox.kill}, which carries the cost of
   * its whole life. When the action throws, the sandbox counts as running still.
   */
  public <E extends Exception> void kill(Context parent, SandboxAction<E> action) throws E {
    call(SandboxNames.KILL, parent, action, this::close);
  }

  /** Stops the time of the sandbox: it has ended, or is another's from now. May come twice. */
  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      time.pause();
      leave();
      if (cost != null) {
        telemetry.record(metrics -> metrics.end(cost));
      }
    }
  }

  /** A sandbox whose time is up is gone, though nobody has killed it. */
  private void leave() {
    if (counted.compareAndSet(true, false)) {
      telemetry.record(metrics -> metrics.leave(info));
    }
  }

  boolean isEnded() {
    return ended.get();
  }

  private <E extends Exception> void call(
      String name, Context parent, SandboxAction<E> action, Runnable afterwards) throws E {
    Span span = telemetry.start(name, parent, info);
    try (Scope scope = parent.with(span).makeCurrent()) {
      action.run();
    } catch (Throwable thrown) {
      telemetry.fail(span, thrown);
      throw thrown;
    }
    afterwards.run();
    telemetry.guard(() -> {
      span.setAttribute(SandboxNames.RUNNING_SECONDS, time.nanos() / NANOS_PER_SECOND);
      if (cost != null) {
        span.setAttribute(SandboxNames.COST, cost.usd().doubleValue());
      }
    });
    telemetry.end(span, Outcome.SUCCESS);
  }
}
