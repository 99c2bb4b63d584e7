// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** Every name that this module writes to spans and metrics. */
final class SseNames {
  static final String SCOPE = "dev.spoor.sse";

  static final String SPAN_SESSION = "sse.session";
  static final String SPAN_PROGRESS = "sse.session.progress";

  static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<String> HTTP_METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");
  static final AttributeKey<String> CLIENT_ADDRESS = AttributeKey.stringKey("client.address");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sse.outcome");
  static final AttributeKey<Long> EVENTS = AttributeKey.longKey("sse.events");
  static final AttributeKey<String> EVENTS_BY_TYPE = AttributeKey.stringKey("sse.events.by_type");
  static final AttributeKey<Long> BYTES = AttributeKey.longKey("sse.bytes");
  static final AttributeKey<Double> DURATION = AttributeKey.doubleKey("sse.duration");
  static final AttributeKey<Double> FIRST_EVENT = AttributeKey.doubleKey("sse.time_to_first_event");
  static final AttributeKey<Double> LONGEST_GAP = AttributeKey.doubleKey("sse.longest_gap");
  static final AttributeKey<String> RESUMED_FROM = AttributeKey.stringKey("sse.resumed_from");
  static final AttributeKey<Long> PROGRESS = AttributeKey.longKey("sse.progress");

  static final AttributeKey<String> METRIC_ROUTE = AttributeKey.stringKey("route");
  static final AttributeKey<String> METRIC_OUTCOME = AttributeKey.stringKey("outcome");
  static final AttributeKey<String> METRIC_TYPE = AttributeKey.stringKey("type");

  static final String METRIC_CONNECTIONS = "sse.connections";
  static final String METRIC_ACTIVE = "sse.connections.active";
  static final String METRIC_DURATION = "sse.session.duration";
  static final String METRIC_EVENTS = "sse.events";
  static final String METRIC_BYTES = "sse.bytes";
  static final String METRIC_FIRST_EVENT = "sse.time_to_first_event";

  /** From a failed request to an hour-long stream. */
  static final List<Double> DURATION_BUCKETS =
      List.of(0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0);
  /** Wide enough for an agent that thinks before it speaks. */
  static final List<Double> FIRST_EVENT_BUCKETS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0);

  /** Stands for values beyond a cap. */
  static final String OTHER = "_OTHER";

  private SseNames() {}
}
