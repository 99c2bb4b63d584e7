// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import dev.spoor.cost.SandboxPrices;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What all handles of a {@link SandboxTracer} share. No method of it throws into the host. */
final class SandboxTelemetry {
  private static final Warnings warnings =
      new Warnings(LoggerFactory.getLogger(SandboxTracer.class));

  private static final long BYTES_PER_MIB = 1L << 20;
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  final SandboxPropagator propagator;
  final ExitCodePolicy exitCodePolicy;
  final boolean recordArguments;
  final int maxCollectedBytes;
  final LongSupplier nanoTime;
  private final SandboxPrices prices;
  private final @Nullable RelayedSpanSink sink;
  private final String relayedServiceName;
  private final Tracer tracer;
  private final SandboxMetrics metrics;
  private final HostSpans hostSpans = new HostSpans();

  SandboxTelemetry(SandboxTracerBuilder builder) {
    OpenTelemetry openTelemetry = builder.openTelemetry;
    propagator =
        builder.propagator == null ? SandboxPropagator.create(openTelemetry) : builder.propagator;
    exitCodePolicy = builder.exitCodePolicy;
    recordArguments = builder.recordArguments;
    maxCollectedBytes = builder.maxCollectedBytes;
    nanoTime = builder.nanoTime;
    prices = builder.prices;
    sink = builder.sink;
    relayedServiceName = builder.relayedServiceName;
    tracer = openTelemetry
        .tracerBuilder(SandboxNames.SCOPE)
        .setInstrumentationVersion(Version.CURRENT)
        .build();
    Meter meter = openTelemetry
        .meterBuilder(SandboxNames.SCOPE)
        .setInstrumentationVersion(Version.CURRENT)
        .build();
    metrics = new SandboxMetrics(meter);
  }

  /** Starts a span of a call to the sandbox that {@code info} describes. */
  Span start(String name, Context parent, SandboxInfo info) {
    try {
      Span span = tracer
          .spanBuilder(name)
          .setParent(parent)
          .setSpanKind(info.isLocal() ? SpanKind.INTERNAL : SpanKind.CLIENT)
          .startSpan();
      if (span.isRecording()) {
        hostSpans.add(span.getSpanContext().getSpanId());
        span.setAttribute(SandboxNames.PROVIDER, info.provider());
        set(span, SandboxNames.ID, info.id());
        set(span, SandboxNames.TEMPLATE, info.template());
      }
      return span;
    } catch (RuntimeException e) {
      warnings.warn("A span could not be started.", e);
      return Span.getInvalid();
    }
  }

  /** Ends {@code span}; only a failed call has a status. */
  void end(Span span, Outcome outcome, @Nullable String errorType, @Nullable String message) {
    guard(() -> {
      span.setAttribute(SandboxNames.OUTCOME, outcome.label());
      if (errorType != null) {
        span.setAttribute(SandboxNames.ERROR_TYPE, errorType);
        span.setStatus(StatusCode.ERROR, message == null ? "" : message);
      }
      span.end();
    });
  }

  void end(Span span, Outcome outcome) {
    end(span, outcome, null, null);
  }

  void fail(Span span, Throwable thrown) {
    guard(() -> span.recordException(thrown));
    end(span, Outcome.ERROR, thrown.getClass().getName(), messageOf(thrown));
  }

  /** An exception's own code may fail, too. */
  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Does something with telemetry that a processor, an exporter or a policy could make fail. */
  void guard(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException e) {
      warnings.warn("A span or metric could not be recorded.", e);
    }
  }

  void record(Consumer<SandboxMetrics> recording) {
    guard(() -> recording.accept(metrics));
  }

  boolean isFailure(ExecSpec command, int code) {
    try {
      return exitCodePolicy.isFailure(command, code);
    } catch (RuntimeException e) {
      warnings.warn("The exit code policy failed: every code but 0 is a failure.", e);
      return code != 0;
    }
  }

  /** Returns what takes the spans of an execution; null when its trace is not recorded. */
  @Nullable SpanRelay relay(Span span, SandboxInfo info) {
    SpanContext execution = span.getSpanContext();
    if (!execution.isValid() || !execution.isSampled()) {
      return null;
    }
    AttributesBuilder resource = Attributes.builder()
        .put(SERVICE_NAME, relayedServiceName)
        .put(SandboxNames.PROVIDER, info.provider());
    if (info.id() != null) {
      resource.put(SandboxNames.ID, info.id());
    }
    return new SpanRelay(execution, hostSpans, resource.build(), clock(span), this::passOn);
  }

  private SpanClock clock(Span span) {
    Instant now = Instant.now();
    long machine = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    long start = 0;
    try {
      start = sink == null ? 0 : sink.startEpochNanos(span);
    } catch (RuntimeException e) {
      warnings.warn(
          "The start of a span could not be read: its relayed spans may begin before.", e);
    }
    return new SpanClock(start == 0 ? machine : start, machine, nanoTime);
  }

  void droppedSpans(long count) {
    record(metrics -> metrics.dropped(count, "relay"));
  }

  private void passOn(RelayedSpan span) {
    if (sink == null) {
      warnings.warn("A sandbox sent spans, and nobody takes them: they are dropped."
          + " Set a RelayedSpanSink, or give the sandbox an OTLP endpoint.");
      throw new IllegalStateException("There is no sink.");
    }
    sink.accept(span);
  }

  @Nullable RunningCost costOf(SandboxInfo info, RunningTime time, Runnable whenExpired) {
    try {
      BigDecimal usdPerSecond = usdPerSecond(info);
      return usdPerSecond == null
          ? null
          : new RunningCost(usdPerSecond, time, metrics.costLabels(info), whenExpired);
    } catch (RuntimeException e) {
      warnings.warn("The price of a sandbox could not be found: it has no cost.", e);
      return null;
    }
  }

  /** A size that is not known has no price: a guess would be a wrong bill. */
  private @Nullable BigDecimal usdPerSecond(SandboxInfo info) {
    Integer vcpus = info.vcpus();
    Integer memoryMib = info.memoryMib();
    return vcpus == null || memoryMib == null
        ? null
        : prices.usdPerSecond(info.provider(), vcpus, memoryMib * BYTES_PER_MIB, Instant.now());
  }

  static void set(Span span, AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }

  static void set(Span span, AttributeKey<Long> key, @Nullable Integer value) {
    if (value != null) {
      span.setAttribute(key, value.longValue());
    }
  }
}
