// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the settings of OpenTelemetry's own that are wrong most often, so that the user reads
 * all of them at once and what to do. The SDK would stop at the first, and say less.
 */
final class SdkChecks {
  private static final String OTLP = "otel.exporter.otlp.";
  private static final List<String> SIGNALS = List.of("", "traces.", "metrics.", "logs.");
  private static final List<String> DURATIONS = List.of(
      "otel.bsp.schedule.delay",
      "otel.bsp.export.timeout",
      "otel.blrp.schedule.delay",
      "otel.metric.export.interval",
      "otel.metric.export.timeout",
      OTLP + "timeout");
  private static final List<String> COUNTS = List.of(
      "otel.bsp.max.queue.size",
      "otel.bsp.max.export.batch.size",
      "otel.attribute.count.limit",
      "otel.attribute.value.length.limit",
      "otel.span.attribute.count.limit",
      "otel.span.attribute.value.length.limit",
      "otel.span.event.count.limit",
      "otel.span.link.count.limit");
  private static final Set<String> SAMPLERS = Set.of(
      "always_on",
      "always_off",
      "traceidratio",
      "parentbased_always_on",
      "parentbased_always_off",
      "parentbased_traceidratio");
  private static final Set<String> PROTOCOLS = Set.of("grpc", "http/protobuf");
  private static final int MAX_PORT = 65_535;

  private final ConfigProperties config;
  private final ConfigurationProblems problems;

  SdkChecks(ConfigProperties config, ConfigurationProblems problems) {
    this.config = config;
    this.problems = problems;
  }

  void check() {
    exporters("traces", ConfigurableSpanExporterProvider.class, p -> p.getName());
    exporters("metrics", ConfigurableMetricExporterProvider.class, p -> p.getName());
    exporters("logs", ConfigurableLogRecordExporterProvider.class, p -> p.getName());
    sampler();
    for (String signal : SIGNALS) {
      protocol(OTLP + signal + "protocol");
      endpoint(OTLP + signal + "endpoint");
      pairs(OTLP + signal + "headers", true);
    }
    pairs("otel.resource.attributes", false);
    DURATIONS.forEach(this::duration);
    COUNTS.forEach(property -> count(property, Integer.MAX_VALUE));
    count("otel.exporter.prometheus.port", MAX_PORT);
    batch();
    truth("otel.sdk.disabled");
  }

  private <T> void exporters(String signal, Class<T> type, Function<T, String> nameOf) {
    String property = "otel." + signal + ".exporter";
    Set<String> known = new HashSet<>(Set.of("none", "otlp", "console", "logging"));
    if (signal.equals("metrics")) {
      known.add("prometheus");
    }
    // The host may bring exporters of its own.
    ServiceLoader.load(type, Thread.currentThread().getContextClassLoader())
        .forEach(provider -> known.add(nameOf.apply(provider)));
    for (String name : names(property)) {
      if (!known.contains(name)) {
        report(property, name, "some of " + sorted(known), "Correct the name, or set none.");
      }
    }
  }

  private void sampler() {
    String name = text("otel.traces.sampler");
    Set<String> known = new HashSet<>(SAMPLERS);
    ServiceLoader.load(
            ConfigurableSamplerProvider.class, Thread.currentThread().getContextClassLoader())
        .forEach(provider -> known.add(provider.getName()));
    if (name != null && !known.contains(name)) {
      report("otel.traces.sampler", name, "one of " + sorted(known), "Correct the name.");
    }
    if (name != null && name.endsWith("traceidratio")) {
      ratio(text("otel.traces.sampler.arg"));
    }
  }

  private void ratio(@Nullable String ratio) {
    if (ratio == null) {
      return;
    }
    try {
      double share = Double.parseDouble(ratio);
      if (share >= 0 && share <= 1) {
        return;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    report(
        "otel.traces.sampler.arg",
        ratio,
        "a share from 0 to 1",
        "Set OTEL_TRACES_SAMPLER_ARG=0.1 for one trace in ten.");
  }

  private void protocol(String property) {
    String protocol = text(property);
    if (protocol != null && !PROTOCOLS.contains(protocol)) {
      report(
          property,
          protocol,
          "one of " + sorted(PROTOCOLS),
          "Port 4318 speaks http/protobuf, port 4317 speaks grpc.");
    }
  }

  private void endpoint(String property) {
    String endpoint = text(property);
    if (endpoint != null && !isHttp(endpoint)) {
      report(
          property,
          endpoint,
          "an address that begins with http:// or https://",
          "Set " + Setting.variableOf(property) + "=http://localhost:4318, for example.");
    }
  }

  private static boolean isHttp(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      String scheme = uri.getScheme();
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void pairs(String property, boolean secret) {
    String pairs = text(property);
    if (pairs == null) {
      return;
    }
    for (String pair : pairs.split(",", -1)) {
      if (!pair.isBlank() && pair.indexOf('=') <= 0) {
        report(
            property,
            secret ? "(hidden)" : pair.strip(),
            "key=value pairs with commas between them",
            "Encode commas and spaces in values as %2C and %20.");
        return;
      }
    }
  }

  private void duration(String property) {
    String value = text(property);
    if (value == null) {
      return;
    }
    try {
      var duration = config.getDuration(property);
      if (duration != null && !duration.isNegative()) {
        return;
      }
    } catch (RuntimeException e) {
      // Told below.
    }
    report(
        property,
        value,
        "milliseconds, or a duration with its unit (ms, s, m, h, d)",
        "Set " + Setting.variableOf(property) + "=5s, for example.");
  }

  private @Nullable Integer count(String property, int most) {
    String value = text(property);
    if (value == null) {
      return null;
    }
    try {
      int count = Integer.parseInt(value);
      if (count >= 0 && count <= most) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    report(property, value, "a whole number from 0 to " + most, "Correct it, or leave it unset.");
    return null;
  }

  private void batch() {
    Integer queue = quietly("otel.bsp.max.queue.size");
    Integer batch = quietly("otel.bsp.max.export.batch.size");
    int size = queue == null ? 2048 : queue;
    if (batch != null && batch > size) {
      report(
          "otel.bsp.max.export.batch.size",
          batch.toString(),
          "at most OTEL_BSP_MAX_QUEUE_SIZE, which is " + size,
          "Lower it, or raise OTEL_BSP_MAX_QUEUE_SIZE.");
    }
  }

  private @Nullable Integer quietly(String property) {
    try {
      return config.getInt(property);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void truth(String property) {
    String value = text(property);
    if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      report(property, value, "true or false", "Set one of them, or leave it unset.");
    }
  }

  private void report(String property, String value, String expected, String remedy) {
    problems.add(Setting.variableOf(property), value, expected, remedy);
  }

  private List<String> names(String property) {
    String value = text(property);
    var names = new ArrayList<String>();
    if (value != null) {
      for (String name : value.split(",", -1)) {
        if (!name.isBlank()) {
          names.add(name.strip());
        }
      }
    }
    return names;
  }

  private @Nullable String text(String property) {
    String value = config.getString(property);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
