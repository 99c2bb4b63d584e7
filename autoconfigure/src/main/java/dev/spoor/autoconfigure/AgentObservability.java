// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.AgentTracer;
import dev.spoor.cost.CostCalculator;
import dev.spoor.langfuse.LangfuseSpanProcessor;
import dev.spoor.langfuse.LangfuseTracer;
import dev.spoor.sandbox.SandboxTracer;
import dev.spoor.sse.SseSpanRecorder;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Telemetry of agents from one call: an OpenTelemetry SDK, its exporters, Langfuse if its keys are
 * there, and the facades of every module. For a host that has no OpenTelemetry yet; one that has
 * gives its own to the facades.
 *
 * <p>Every {@code OTEL_*} and {@code LANGFUSE_*} variable keeps its meaning; what they leave open
 * is filled by {@link Profile}. Without any setting nothing is exported. Where the OpenTelemetry
 * Java agent runs, its SDK is used and none is started: two would not see each other's spans.
 *
 * <p>Make it once, and close it when the service has stopped; a shutdown hook does so when the
 * process is asked to end. Safe for use by many threads.
 *
 * <pre>{@code
 * try (AgentObservability observability = AgentObservability.start()) {
 *   AgentTracer agents = observability.agents();
 *   ...
 * }
 * }</pre>
 */
public final class AgentObservability implements AutoCloseable {
  private final OpenTelemetry openTelemetry;
  private final Pipeline pipeline;
  private final Duration shutdownTimeout;
  private final AgentTracer agents;
  private final SseSpanRecorder sse;
  private final SandboxTracer sandboxes;
  private final CostCalculator costs;
  private final LangfuseTracer langfuse;
  private final @Nullable LangfuseSpanProcessor langfuseProcessor;
  private final @Nullable Thread shutdownHook;

  /**
   * Starts telemetry as the environment says.
   *
   * @throws InvalidConfigurationException if settings are wrong; its message names them all
   */
  public static AgentObservability start() {
    return builder().start();
  }

  /** Returns a builder, whose settings win over the environment. */
  public static AgentObservabilityBuilder builder() {
    return new AgentObservabilityBuilder();
  }

  AgentObservability(AgentObservabilityBuilder from, OpenTelemetry openTelemetry, Started started) {
    this.openTelemetry = openTelemetry;
    pipeline = started.pipeline();
    shutdownTimeout = started.shutdownTimeout();
    costs = started.costs();
    langfuseProcessor = started.langfuse();
    agents = from.agents
        .apply(AgentTracer.builder(openTelemetry).setCostCalculator(costs))
        .build();
    sse = from.sse.apply(SseSpanRecorder.builder(openTelemetry)).build();
    sandboxes = from.sandboxes
        .apply(SandboxTracer.builder(openTelemetry)
            .setRelayedServiceName(started.serviceName())
            .setRelayedSpanSink(new RelayedSpans(pipeline.processors(), from.spanProcessors)))
        .build();
    langfuse = LangfuseTracer.create(openTelemetry);
    shutdownHook = started.hook() ? new Thread(this::shutDownAtExit, "spoor-shutdown") : null;
    if (shutdownHook != null) {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    }
  }

  /** Returns the OpenTelemetry that everything is recorded to. */
  public OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  /** Returns the tracer of agents. */
  public AgentTracer agents() {
    return agents;
  }

  /** Returns the recorder of Server-Sent-Events responses. It is closed with this. */
  public SseSpanRecorder sse() {
    return sse;
  }

  /** Returns the tracer of sandboxes; spans that come out of them are exported too. */
  public SandboxTracer sandboxes() {
    return sandboxes;
  }

  /** Returns the calculator, which knows the prices of {@code SPOOR_PRICES} too. */
  public CostCalculator costs() {
    return costs;
  }

  /** Returns the tracer for observations in Langfuse's own terms. */
  public LangfuseTracer langfuse() {
    return langfuse;
  }

  /**
   * Returns what sends to Langfuse, to ask after its health and to send scores; null if the
   * settings have no keys.
   */
  public @Nullable LangfuseSpanProcessor langfuseProcessor() {
    return langfuseProcessor;
  }

  /**
   * Sends everything that has ended by now. Waits at most {@code timeout}.
   *
   * @return whether all of it was delivered; always true with the Java agent, which flushes itself
   */
  public boolean forceFlush(Duration timeout) {
    return pipeline.flush(timeout);
  }

  /**
   * Ends open event streams, sends what is left and stops: spans first, metrics last, so that they
   * count what was lost. Waits at most {@code timeout}. Later calls do nothing.
   *
   * @return whether everything was delivered
   */
  public boolean shutdown(Duration timeout) {
    sse.close();
    boolean delivered = pipeline.shutdown(timeout);
    removeHook();
    return delivered;
  }

  /** Does {@link #shutdown} within {@code SPOOR_SHUTDOWN_TIMEOUT}, 10 seconds unless set. */
  @Override
  public void close() {
    shutdown(shutdownTimeout);
  }

  private void shutDownAtExit() {
    sse.close();
    pipeline.shutdown(shutdownTimeout);
  }

  private void removeHook() {
    if (shutdownHook == null) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The process is on its way out and runs the hook.
    }
  }
}
