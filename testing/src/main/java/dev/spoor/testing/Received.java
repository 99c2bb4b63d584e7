// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Everything that a receiver has accepted so far. Safe for use by many threads. */
final class Received {
  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final List<ReceivedSpan> spans = new ArrayList<>();
  private final List<ReceivedMetric> metrics = new ArrayList<>();
  private final List<LogRecord> logs = new ArrayList<>();

  /** Reads a body by the signal that its path ends with; returns false for an unknown signal. */
  synchronized boolean read(String path, byte[] body) throws InvalidProtocolBufferException {
    if (path.endsWith("/v1/traces")) {
      traces(ExportTraceServiceRequest.parseFrom(body));
    } else if (path.endsWith("/v1/metrics")) {
      metrics(ExportMetricsServiceRequest.parseFrom(body));
    } else if (path.endsWith("/v1/logs")) {
      logs(ExportLogsServiceRequest.parseFrom(body));
    } else {
      return false;
    }
    return true;
  }

  synchronized void add(ReceivedRequest request) {
    requests.add(request);
    notifyAll();
  }

  synchronized List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized List<ReceivedSpan> spans() {
    return List.copyOf(spans);
  }

  synchronized List<ReceivedMetric> metrics() {
    return List.copyOf(metrics);
  }

  synchronized List<LogRecord> logs() {
    return List.copyOf(logs);
  }

  /** Waits until {@code seen} returns something; returns its last answer when time is up. */
  synchronized <T> List<T> await(Supplier<List<T>> seen, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<T> found = seen.get();
    long left = deadline - System.nanoTime();
    while (found.isEmpty() && left > 0) {
      wait(Math.max(1, left / 1_000_000));
      found = seen.get();
      left = deadline - System.nanoTime();
    }
    return found;
  }

  private void traces(ExportTraceServiceRequest request) {
    for (var resource : request.getResourceSpansList()) {
      var attributes = ProtoValues.mapOf(resource.getResource().getAttributesList());
      for (var scope : resource.getScopeSpansList()) {
        scope
            .getSpansList()
            .forEach(span ->
                spans.add(new ReceivedSpan(span, attributes, scope.getScope().getName())));
      }
    }
  }

  private void metrics(ExportMetricsServiceRequest request) {
    for (var resource : request.getResourceMetricsList()) {
      for (var scope : resource.getScopeMetricsList()) {
        scope
            .getMetricsList()
            .forEach(metric ->
                metrics.add(new ReceivedMetric(metric, scope.getScope().getName())));
      }
    }
  }

  private void logs(ExportLogsServiceRequest request) {
    for (var resource : request.getResourceLogsList()) {
      resource.getScopeLogsList().forEach(scope -> logs.addAll(scope.getLogRecordsList()));
    }
  }
}
