// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.HashMap;
import java.util.Map;

/**
 * What holds where the user's {@code OTEL_*} variables say nothing: no exporter at all, except the
 * one that a variable given for it implies.
 */
public final class ExporterDefaults {
  private static final String OTLP = "otel.exporter.otlp.";

  private ExporterDefaults() {}

  static Map<String, String> of(ConfigProperties config) {
    Map<String, String> defaults = new HashMap<>();
    putIfUnset(defaults, config, "otel.traces.exporter", otlpOrNone(config, "traces"));
    putIfUnset(defaults, config, "otel.metrics.exporter", metrics(config));
    putIfUnset(defaults, config, "otel.logs.exporter", otlpOrNone(config, "logs"));
    putIfUnset(defaults, config, OTLP + "protocol", "http/protobuf");
    defaults.putAll(serviceName(config));
    return defaults;
  }

  /** Returns our name, where the user gives none. */
  public static Map<String, String> serviceName(ConfigProperties config) {
    Map<String, String> defaults = new HashMap<>();
    if (!config.getMap("otel.resource.attributes").containsKey("service.name")) {
      putIfUnset(defaults, config, "otel.service.name", "spoor-examples");
    }
    return defaults;
  }

  private static String metrics(ConfigProperties config) {
    String exporter = otlpOrNone(config, "metrics");
    boolean scraped = config.getString("otel.exporter.prometheus.port") != null
        || config.getString("otel.exporter.prometheus.host") != null;
    if (!scraped) {
      return exporter;
    }
    return exporter.equals("none") ? "prometheus" : exporter + ",prometheus";
  }

  private static String otlpOrNone(ConfigProperties config, String signal) {
    boolean wanted = config.getString(OTLP + "endpoint") != null
        || config.getString(OTLP + signal + ".endpoint") != null;
    return wanted ? "otlp" : "none";
  }

  private static void putIfUnset(
      Map<String, String> defaults, ConfigProperties config, String key, String value) {
    if (config.getString(key) == null) {
      defaults.put(key, value);
    }
  }
}
