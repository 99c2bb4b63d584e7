// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.exporter.prometheus.PrometheusHttpServer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The OpenTelemetry SDK as the user's {@code OTEL_*} variables want it. What they keep from being
 * exported is shown all the same.
 */
final class Telemetry implements AutoCloseable {
  private static final int FLUSH_SECONDS = 15;

  // Its INFO lines would stand around the one line that says what is wrong.
  private static final Logger SETUP =
      Logger.getLogger("io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder");

  private final OpenTelemetrySdk sdk;
  private final Thread atExit = new Thread(this::shutDown, "spoor-exit");
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Starts the SDK; {@code processor} is told of every span besides what the user asked for. */
  static Telemetry start(SpanProcessor processor) {
    SETUP.setLevel(Level.WARNING);
    try {
      return new Telemetry(AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook()
          .addPropertiesCustomizer(ExporterDefaults::of)
          .addPropertiesCustomizer(Telemetry::silentIfDisabled)
          .addSamplerCustomizer((sampler, config) -> new ViewSampler(sampler))
          .addMetricReaderCustomizer((reader, config) -> withoutTargetInfo(reader))
          .addTracerProviderCustomizer((builder, config) -> builder.addSpanProcessor(processor))
          .build()
          .getOpenTelemetrySdk());
    } catch (RuntimeException e) {
      throw new UsageException("the OTEL_* or LANGFUSE_* variables cannot be used: " + reason(e));
    }
  }

  private Telemetry(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
    // Ctrl-C must not lose what has been recorded.
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** Sends what has been recorded so far. */
  void flush() {
    sdk.getSdkTracerProvider().forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    sdk.getSdkMeterProvider().forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    shutDown();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is on its way out and runs the hook.
    }
  }

  private void shutDown() {
    if (closed.compareAndSet(false, true)) {
      sdk.close();
    }
  }

  /** A disabled SDK makes no spans at all; one without exporters makes them for us alone. */
  private static Map<String, String> silentIfDisabled(ConfigProperties config) {
    return config.getBoolean("otel.sdk.disabled", false)
        ? Map.of(
            "otel.sdk.disabled", "false",
            "otel.traces.exporter", "none",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none")
        : Map.of();
  }

  /** promtool refuses that one metric, as it has no help text. */
  private static MetricReader withoutTargetInfo(MetricReader reader) {
    if (!(reader instanceof PrometheusHttpServer server)) {
      return reader;
    }
    server.close();
    return server.toBuilder().setTargetInfoMetricEnabled(false).build();
  }

  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.replaceAll("\\s+", " ");
  }
}
