// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spoor.examples.SpanJson;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** Writes spans for the page. */
final class TraceJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long NANOS_IN_MICRO = 1_000;
  private static final List<AttributeKey<String>> OUTCOMES = List.of(
      AttributeKey.stringKey("agent.outcome"),
      AttributeKey.stringKey("sse.outcome"),
      AttributeKey.stringKey("sandbox.outcome"));

  private TraceJson() {}

  static String of(List<SpanData> spans) throws IOException {
    var out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("spans");
      for (SpanData span : spans) {
        write(json, span);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, SpanData span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", span.getTraceId());
    json.writeStringField("id", span.getSpanId());
    json.writeStringField("parentId", span.getParentSpanId());
    json.writeStringField("name", span.getName());
    json.writeStringField("scope", span.getInstrumentationScopeInfo().getName());
    json.writeNumberField("startMicros", span.getStartEpochNanos() / NANOS_IN_MICRO);
    json.writeFieldName("endMicros");
    if (span.hasEnded()) {
      json.writeNumber(span.getEndEpochNanos() / NANOS_IN_MICRO);
    } else {
      json.writeNull();
    }
    json.writeStringField("status", status(span));
    json.writeStringField("message", span.getStatus().getDescription());
    json.writeFieldName("attributes");
    SpanJson.writeAttributes(json, span.getAttributes());
    json.writeEndObject();
  }

  /** Returns running, error, ok, or how else it ended: cancelled, client_disconnect. */
  private static String status(SpanData span) {
    if (!span.hasEnded()) {
      return "running";
    }
    if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
      return "error";
    }
    for (AttributeKey<String> key : OUTCOMES) {
      String outcome = span.getAttributes().get(key);
      if (outcome != null && !outcome.equals("success") && !outcome.equals("completed")) {
        return outcome;
      }
    }
    return "ok";
  }
}
