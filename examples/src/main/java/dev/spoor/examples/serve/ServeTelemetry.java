// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.sun.net.httpserver.HttpHandler;
import dev.spoor.AgentTracer;
import dev.spoor.autoconfigure.AgentObservability;
import dev.spoor.autoconfigure.AgentObservabilityBuilder;
import dev.spoor.autoconfigure.InvalidConfigurationException;
import dev.spoor.examples.ExporterDefaults;
import dev.spoor.examples.Recording;
import dev.spoor.examples.UsageException;
import dev.spoor.sandbox.SandboxTracer;
import dev.spoor.sse.SseSpanRecorder;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Everything as the environment wants it, {@code OTEL_*} and {@code LANGFUSE_*}; and besides it, in
 * any case, metrics for Prometheus to scrape and the latest traces for the page to show.
 */
final class ServeTelemetry implements AutoCloseable {
  /** With what ends before, less than the ten seconds that a container is given to stop. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(5);

  private final Traces traces = new Traces();
  private final List<String> destinations = new ArrayList<>();
  private final HttpHandler metrics;
  private final AgentObservability observability;

  static ServeTelemetry start() {
    return start(UnaryOperator.identity());
  }

  /** Starts telemetry with {@code more} settings. */
  static ServeTelemetry start(UnaryOperator<AgentObservabilityBuilder> more) {
    try {
      return new ServeTelemetry(more);
    } catch (InvalidConfigurationException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private ServeTelemetry(UnaryOperator<AgentObservabilityBuilder> more) {
    // promtool refuses target_info, as it has no help text.
    PrometheusMetricReader reader =
        PrometheusMetricReader.builder().setTargetInfoMetricEnabled(false).build();
    observability = more.apply(AgentObservability.builder()
            .setShutdownHook(false)
            .setAgents(agents -> agents.setAgentName(Recording.AGENT))
            .addSpanProcessor(traces)
            .addCustomizer(sdk -> sdk.addPropertiesCustomizer(ExporterDefaults::serviceName)
                .addPropertiesCustomizer(this::readDestinations)
                .addMeterProviderCustomizer(
                    (provider, config) -> provider.registerMetricReader(reader))))
        .start();
    if (observability.langfuseProcessor() != null) {
      destinations.add("Langfuse");
    }
    var registry = new PrometheusRegistry();
    registry.register(reader);
    metrics = new MetricsHandler(registry);
  }

  private Map<String, String> readDestinations(ConfigProperties config) {
    for (String exporter : config.getList("otel.traces.exporter")) {
      if (!exporter.equals("none")) {
        destinations.add(exporter.equals("otlp") ? "OTLP" : exporter);
      }
    }
    return Map.of();
  }

  AgentTracer agents() {
    return observability.agents();
  }

  SseSpanRecorder sse() {
    return observability.sse();
  }

  SandboxTracer sandboxes() {
    return observability.sandboxes();
  }

  /** Returns what the page shows. */
  Traces traces() {
    return traces;
  }

  /** Returns where spans go besides the page; empty if nowhere. */
  List<String> destinations() {
    return List.copyOf(destinations);
  }

  /** Returns what answers Prometheus. */
  HttpHandler metrics() {
    return metrics;
  }

  /** Exports what is left; may be called twice. */
  @Override
  public void close() {
    observability.shutdown(SHUTDOWN);
  }
}
