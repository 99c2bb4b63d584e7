// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds where the user says nothing. Without a profile: every trace, and no exporter but the
 * one that a setting for it implies, since the SDK's own default would try a local port.
 */
final class Defaults {
  private static final String OTLP = OtlpChecks.OTLP;
  private static final String PRODUCTION_RATIO = "0.1";

  private final ConfigProperties config;
  private final @Nullable Profile profile;
  private final Map<String, String> values = new HashMap<>();

  static Map<String, String> of(ConfigProperties config, @Nullable Profile profile) {
    return new Defaults(config, profile).values();
  }

  private Defaults(ConfigProperties config, @Nullable Profile profile) {
    this.config = config;
    this.profile = profile;
  }

  private Map<String, String> values() {
    blanks();
    boolean development = profile == Profile.DEVELOPMENT;
    put("otel.traces.exporter", withConsole(otlpOrNone("traces"), development));
    put("otel.metrics.exporter", withConsole(metrics(), development));
    put("otel.logs.exporter", otlpOrNone("logs"));
    put(OTLP + "protocol", "http/protobuf");
    // Names its counters as the conventions do, and counts what the queue had no room for.
    put("otel.experimental.sdk.telemetry.version", "latest");
    if (!isSet("otel.traces.sampler")) {
      sampler();
    }
    if (development) {
      put("otel.metric.export.interval", "5000");
      put("otel.bsp.schedule.delay", "500");
    }
    return values;
  }

  /** A ratio without a sampler means the sampler that takes one. */
  private void sampler() {
    if (profile == Profile.PRODUCTION) {
      put("otel.traces.sampler.arg", PRODUCTION_RATIO);
    }
    boolean ratio = profile == Profile.PRODUCTION || isSet("otel.traces.sampler.arg");
    put("otel.traces.sampler", ratio ? "parentbased_traceidratio" : "parentbased_always_on");
  }

  private String metrics() {
    String exporter = otlpOrNone("metrics");
    boolean scraped =
        isSet("otel.exporter.prometheus.port") || isSet("otel.exporter.prometheus.host");
    if (!scraped) {
      return exporter;
    }
    return exporter.equals("none") ? "prometheus" : exporter + ",prometheus";
  }

  private String otlpOrNone(String signal) {
    if (profile == Profile.TEST) {
      return "none";
    }
    boolean wanted = isSet(OTLP + "endpoint") || isSet(OTLP + signal + ".endpoint");
    return wanted ? "otlp" : "none";
  }

  private static String withConsole(String exporter, boolean development) {
    if (!development) {
      return exporter;
    }
    return exporter.equals("none") ? "console" : exporter + ",console";
  }

  /** A variable that is there but says nothing is not set; the SDK would take the blanks. */
  private void blanks() {
    for (String signal : OtlpChecks.SIGNALS) {
      for (String setting : List.of("endpoint", "protocol", "compression", "headers")) {
        String value = config.getString(OTLP + signal + setting);
        if (value != null && value.isBlank()) {
          values.put(OTLP + signal + setting, "");
        }
      }
    }
  }

  private boolean isSet(String property) {
    String value = config.getString(property);
    return value != null && !value.isBlank();
  }

  private void put(String property, String value) {
    if (!isSet(property)) {
      values.put(property, value);
    }
  }
}
