// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import com.sun.net.httpserver.HttpHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The OpenTelemetry SDK as the user's {@code OTEL_*} variables want it, and besides it metrics for
 * Prometheus to scrape, whatever they want.
 */
final class ServeTelemetry implements AutoCloseable {
  private final OpenTelemetrySdk sdk;
  private final HttpHandler metrics;

  static ServeTelemetry start() {
    PrometheusMetricReader reader = PrometheusMetricReader.create();
    try {
      OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook()
          .addPropertiesCustomizer(ExporterDefaults::of)
          .addMeterProviderCustomizer((builder, config) -> builder.registerMetricReader(reader))
          .build()
          .getOpenTelemetrySdk();
      return new ServeTelemetry(sdk, reader);
    } catch (RuntimeException e) {
      throw new UsageException(
          "the OTEL_* or LANGFUSE_* variables cannot be used: " + e.getMessage());
    }
  }

  private ServeTelemetry(OpenTelemetrySdk sdk, PrometheusMetricReader reader) {
    this.sdk = sdk;
    var registry = new PrometheusRegistry();
    registry.register(reader);
    metrics = new MetricsHandler(registry);
  }

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** Returns what answers Prometheus. */
  HttpHandler metrics() {
    return metrics;
  }

  /** Exports what is left; may be called twice. */
  @Override
  public void close() {
    sdk.close();
  }
}
