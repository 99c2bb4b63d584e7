// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks at the settings of OpenTelemetry's own that are wrong most often, so that the user reads
 * all of them at once and what to do. The SDK would stop at the first, and say less.
 */
final class SdkChecks {
  private static final List<String> DELAYS = List.of(
      "otel.bsp.schedule.delay",
      "otel.bsp.export.timeout",
      "otel.blrp.schedule.delay",
      "otel.blrp.export.timeout",
      "otel.metric.export.timeout");
  private static final List<String> LIMITS = List.of(
      "otel.attribute.count.limit",
      "otel.attribute.value.length.limit",
      "otel.span.attribute.count.limit",
      "otel.span.attribute.value.length.limit",
      "otel.span.event.count.limit",
      "otel.span.link.count.limit");
  private static final List<String> SIZES = List.of(
      "otel.bsp.max.queue.size",
      "otel.bsp.max.export.batch.size",
      "otel.blrp.max.queue.size",
      "otel.blrp.max.export.batch.size",
      "otel.java.metrics.cardinality.limit");
  private static final Set<String> SAMPLERS = Set.of(
      "always_on",
      "always_off",
      "traceidratio",
      "parentbased_always_on",
      "parentbased_always_off",
      "parentbased_traceidratio");
  private static final String RATIO = "otel.traces.sampler.arg";
  private static final int MAX_PORT = 65_535;

  private final SdkValues values;

  SdkChecks(ConfigProperties config, ConfigurationProblems problems) {
    values = new SdkValues(config, problems);
  }

  void check() {
    exporters("traces", ConfigurableSpanExporterProvider.class, p -> p.getName());
    exporters("metrics", ConfigurableMetricExporterProvider.class, p -> p.getName());
    exporters("logs", ConfigurableLogRecordExporterProvider.class, p -> p.getName());
    names(
        "otel.propagators",
        known(
            Set.of("tracecontext", "baggage"),
            ConfigurablePropagatorProvider.class,
            p -> p.getName()));
    sampler();
    new OtlpChecks(values).check();
    resource();
    DELAYS.forEach(property -> values.duration(property, true));
    values.duration("otel.metric.export.interval", false);
    LIMITS.forEach(property -> values.count(property, 0, Integer.MAX_VALUE));
    SIZES.forEach(property -> values.count(property, 1, Integer.MAX_VALUE));
    values.count("otel.exporter.prometheus.port", 0, MAX_PORT);
    batch();
    values.truth("otel.sdk.disabled");
  }

  private <T> void exporters(String signal, Class<T> type, Function<T, String> nameOf) {
    Set<String> built = signal.equals("metrics")
        ? Set.of("otlp", "console", "logging", "prometheus")
        : Set.of("otlp", "console", "logging");
    names("otel." + signal + ".exporter", known(built, type, nameOf));
  }

  /** Names that are known, each once, and none only alone. */
  private void names(String property, Set<String> known) {
    List<String> names = values.list(property);
    known.add("none");
    for (String name : names) {
      if (!known.contains(name)) {
        values.report(
            property, name, "some of " + SdkValues.sorted(known), "Correct the name, or set none.");
      }
    }
    boolean noneAndMore = names.contains("none") && names.size() > 1;
    if (noneAndMore || new HashSet<>(names).size() < names.size()) {
      values.report(
          property,
          String.join(",", names),
          "each name once, and none only alone",
          "Take out what is too much.");
    }
  }

  /** Returns the names that the SDK knows and those that the host brings. */
  private static <T> Set<String> known(
      Set<String> built, Class<T> type, Function<T, String> nameOf) {
    Set<String> known = new HashSet<>(built);
    ServiceLoader.load(type, Thread.currentThread().getContextClassLoader())
        .forEach(provider -> known.add(nameOf.apply(provider)));
    return known;
  }

  private void sampler() {
    Set<String> known = known(SAMPLERS, ConfigurableSamplerProvider.class, p -> p.getName());
    values.oneOf("otel.traces.sampler", known, "Correct the name.");
    String name = values.text("otel.traces.sampler");
    String ratio = values.text(RATIO);
    if (name != null && name.endsWith("traceidratio") && ratio != null && !isShare(ratio)) {
      values.report(
          RATIO,
          ratio,
          "a share from 0 to 1",
          "Set OTEL_TRACES_SAMPLER_ARG=0.1 for one trace in ten.");
    }
  }

  private static boolean isShare(String ratio) {
    try {
      double share = Double.parseDouble(ratio);
      return share >= 0 && share <= 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void resource() {
    for (String pair : values.list("otel.resource.attributes")) {
      if (pair.indexOf('=') <= 0) {
        values.report(
            "otel.resource.attributes",
            pair,
            "key=value pairs with commas between them",
            "Encode commas and spaces in values as %2C and %20.");
      }
    }
  }

  private void batch() {
    for (String processor : List.of("otel.bsp.", "otel.blrp.")) {
      String property = processor + "max.export.batch.size";
      String queue = processor + "max.queue.size";
      Integer most = values.quietCount(queue);
      Integer batch = values.quietCount(property);
      int size = most == null ? 2048 : most;
      if (batch != null && batch > size && size > 0) {
        values.report(
            property,
            batch.toString(),
            "at most " + Setting.variableOf(queue) + ", which is " + size,
            "Lower it, or raise " + Setting.variableOf(queue) + ".");
      }
    }
  }
}
