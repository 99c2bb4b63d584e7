// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Reads what the instruments hold, one value for each set of attributes. */
final class Metrics {
  static Map<String, Number> read(OpenTelemetryExtension otel, String name) {
    return read(otel.getMetrics(), name);
  }

  /** Returns the sum over all sets of attributes. */
  static long sum(Collection<MetricData> metrics, String name) {
    return read(metrics, name).values().stream().mapToLong(Number::longValue).sum();
  }

  private static Map<String, Number> read(Collection<MetricData> metrics, String name) {
    var values = new TreeMap<String, Number>();
    for (MetricData metric : metrics) {
      if (metric.getName().equals(name)) {
        metric.getData().getPoints().forEach(point -> values.put(key(point), value(point)));
      }
    }
    return values;
  }

  private static String key(PointData point) {
    var parts = new TreeMap<String, String>();
    point
        .getAttributes()
        .forEach(
            (AttributeKey<?> key, Object value) -> parts.put(key.getKey(), String.valueOf(value)));
    return String.join(",", parts.values());
  }

  private static Number value(PointData point) {
    if (point instanceof LongPointData count) {
      return count.getValue();
    }
    if (point instanceof DoublePointData sum) {
      return sum.getValue();
    }
    return ((io.opentelemetry.sdk.metrics.data.HistogramPointData) point).getCount();
  }

  private Metrics() {}
}
