// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A metric as it came in one request, with the scope that it came under. */
public record ReceivedMetric(Metric proto, String scope) {

  /** Returns the metric's name. */
  public String name() {
    return proto.getName();
  }

  /** Returns the metric's unit. */
  public String unit() {
    return proto.getUnit();
  }

  /** Returns the numbers of a sum or a gauge by their attributes. */
  public Map<Map<String, Object>, Double> numbers() {
    List<NumberDataPoint> points =
        proto.hasSum() ? proto.getSum().getDataPointsList() : proto.getGauge().getDataPointsList();
    Map<Map<String, Object>, Double> numbers = new HashMap<>();
    for (NumberDataPoint point : points) {
      double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
      numbers.put(ProtoValues.mapOf(point.getAttributesList()), value);
    }
    return numbers;
  }

  /** Returns the points of a histogram by their attributes. */
  public Map<Map<String, Object>, HistogramDataPoint> histograms() {
    Map<Map<String, Object>, HistogramDataPoint> points = new HashMap<>();
    for (HistogramDataPoint point : proto.getHistogram().getDataPointsList()) {
      points.put(ProtoValues.mapOf(point.getAttributesList()), point);
    }
    return points;
  }
}
