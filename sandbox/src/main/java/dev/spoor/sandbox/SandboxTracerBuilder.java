// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.util.Objects.requireNonNull;

import dev.spoor.cost.SandboxPrices;
import io.opentelemetry.api.OpenTelemetry;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SandboxTracer}. Not safe for use by many threads. */
public final class SandboxTracerBuilder {
  private static final int DEFAULT_COLLECTED_BYTES = 1 << 20;

  final OpenTelemetry openTelemetry;
  ExitCodePolicy exitCodePolicy = ExitCodePolicy.nonZeroFails();
  boolean recordArguments;
  int maxCollectedBytes = DEFAULT_COLLECTED_BYTES;
  SandboxPrices prices = SandboxPrices.shipped();
  LongSupplier nanoTime = System::nanoTime;
  String relayedServiceName = "sandbox";

  @Nullable RelayedSpanSink sink;

  @Nullable SandboxPropagator propagator;

  SandboxTracerBuilder(OpenTelemetry openTelemetry) {
    this.openTelemetry = requireNonNull(openTelemetry, "openTelemetry");
  }

  /**
   * Sets what carries the trace into processes. Default: what the OpenTelemetry that was given
   * propagates, without baggage.
   */
  public SandboxTracerBuilder setPropagator(SandboxPropagator propagator) {
    this.propagator = requireNonNull(propagator, "propagator");
    return this;
  }

  /** Sets which exit codes are failures. Default: {@link ExitCodePolicy#nonZeroFails()}. */
  public SandboxTracerBuilder setExitCodePolicy(ExitCodePolicy policy) {
    this.exitCodePolicy = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets whether the arguments of commands are recorded, the first hundred characters of each. They
   * may contain prompts and secrets. Default: false.
   */
  public SandboxTracerBuilder setRecordArguments(boolean recordArguments) {
    this.recordArguments = recordArguments;
    return this;
  }

  /** Sets how many bytes of each stream {@link TracedSandbox#run} keeps. Default: 1 MiB. */
  public SandboxTracerBuilder setMaxCollectedBytes(int bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException(
          "The number of bytes to collect is " + bytes + ". Expected more than 0.");
    }
    this.maxCollectedBytes = bytes;
    return this;
  }

  /**
   * Sets what sandboxes cost. A sandbox of a provider without a price, or of an unknown size, has
   * no cost. Default: the prices that {@link SandboxPrices#shipped()} knows.
   */
  public SandboxTracerBuilder setPrices(SandboxPrices prices) {
    this.prices = requireNonNull(prices, "prices");
    return this;
  }

  /**
   * Sets what takes the spans that programs in a sandbox write to standard error. Default: none;
   * such spans are counted as dropped.
   */
  public SandboxTracerBuilder setRelayedSpanSink(RelayedSpanSink sink) {
    this.sink = requireNonNull(sink, "sink");
    return this;
  }

  /**
   * Sets the {@code service.name} of spans that come out of a sandbox. What the sandbox says itself
   * does not count. Default: {@code sandbox}.
   */
  public SandboxTracerBuilder setRelayedServiceName(String serviceName) {
    this.relayedServiceName = requireNonNull(serviceName, "serviceName");
    return this;
  }

  SandboxTracerBuilder setNanoTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    return this;
  }

  /** Returns the tracer. */
  public SandboxTracer build() {
    return new SandboxTracer(this);
  }
}
