// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what an OTLP exporter sends, protobuf or JSON, packed or not, to the values that
 * Langfuse's server makes of it: a whole number becomes a double, an empty array and a structure
 * become text.
 */
final class WireReader {
  static List<WireSpan> read(byte[] body, String contentType, String encoding) throws IOException {
    byte[] plain = "gzip".equals(encoding)
        ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
        : body;
    if (contentType.contains("application/x-protobuf")) {
      return protobuf(plain);
    }
    if (contentType.contains("application/json")) {
      return json(new String(plain, StandardCharsets.UTF_8));
    }
    throw new IOException("Neither protobuf nor JSON: " + contentType);
  }

  private static List<WireSpan> protobuf(byte[] body) throws IOException {
    List<WireSpan> spans = new ArrayList<>();
    for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      for (var scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          spans.add(new WireSpan(
              hex(span.getTraceId()),
              hex(span.getSpanId()),
              hex(span.getParentSpanId()),
              span.getName(),
              span.getStartTimeUnixNano(),
              span.getEndTimeUnixNano(),
              map(span.getAttributesList()),
              map(resource.getResource().getAttributesList()),
              scope.getScope().getName(),
              span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR,
              span.getStatus().getMessage(),
              span.getEventsList().stream()
                  .map(event -> new WireSpan.Event(event.getName(), map(event.getAttributesList())))
                  .toList()));
        }
      }
    }
    return spans;
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Map<String, Object> map(List<KeyValue> pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    pairs.forEach(pair -> map.put(pair.getKey(), value(pair.getValue())));
    return map;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> (double) value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE ->
        value.getArrayValue().getValuesCount() == 0
            ? "{\"arrayValue\":{}}"
            : value.getArrayValue().getValuesList().stream()
                .map(WireReader::value)
                .toList();
      default -> value.toString();
    };
  }

  private static List<WireSpan> json(String body) {
    List<WireSpan> spans = new ArrayList<>();
    for (Map<?, ?> resource : maps(asMap(Json.parse(body)), "resourceSpans")) {
      for (Map<?, ?> scope : maps(resource, "scopeSpans")) {
        for (Map<?, ?> span : maps(scope, "spans")) {
          Map<?, ?> status = asMap(span.get("status"));
          spans.add(new WireSpan(
              text(span.get("traceId")),
              text(span.get("spanId")),
              text(span.get("parentSpanId")),
              text(span.get("name")),
              Long.parseLong(text(span.get("startTimeUnixNano"))),
              Long.parseLong(text(span.get("endTimeUnixNano"))),
              pairs(span),
              pairs(asMap(resource.get("resource"))),
              text(asMap(scope.get("scope")).get("name")),
              text(status.get("code")).equals("2"),
              text(status.get("message")),
              maps(span, "events").stream()
                  .map(event -> new WireSpan.Event(text(event.get("name")), pairs(event)))
                  .toList()));
        }
      }
    }
    return spans;
  }

  private static Map<String, Object> pairs(Map<?, ?> holder) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map<?, ?> pair : maps(holder, "attributes")) {
      map.put(text(pair.get("key")), value(asMap(pair.get("value"))));
    }
    return map;
  }

  private static Object value(Map<?, ?> value) {
    for (String name : List.of("stringValue", "boolValue")) {
      if (value.get(name) != null) {
        return Objects.requireNonNull(value.get(name));
      }
    }
    for (String name : List.of("intValue", "doubleValue")) {
      if (value.get(name) != null) {
        return Double.valueOf(text(value.get(name)));
      }
    }
    return maps(asMap(value.get("arrayValue")), "values").stream()
        .map(WireReader::value)
        .toList();
  }

  private static List<Map<?, ?>> maps(Map<?, ?> holder, String name) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (holder.get(name) instanceof List<?> list) {
      list.forEach(element -> maps.add(asMap(element)));
    }
    return maps;
  }

  private static Map<?, ?> asMap(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value instanceof Json.Digits digits ? digits.text() : "" + value;
  }

  private WireReader() {}
}
