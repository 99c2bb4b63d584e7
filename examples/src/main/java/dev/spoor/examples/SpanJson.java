// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a span as a JSON object. */
public final class SpanJson {
  private SpanJson() {}

  static void write(JsonGenerator json, SpanNode node) throws IOException {
    SpanData data = node.data();
    json.writeStartObject();
    json.writeStringField("id", Integer.toString(node.id()));
    json.writeStringField("name", data.getName());
    json.writeStringField("kind", data.getKind().name());
    json.writeFieldName("parent");
    json.writeString(node.parent() == null ? null : Integer.toString(node.parentId()));
    json.writeStringField("status", SpanNode.status(data));
    json.writeFieldName("attributes");
    writeAttributes(json, data.getAttributes());
    json.writeEndObject();
  }

  /** Writes attributes as an object, sorted by their keys. */
  public static void writeAttributes(JsonGenerator json, Attributes attributes) throws IOException {
    json.writeStartObject();
    Map<String, Object> sorted = new TreeMap<>();
    attributes.forEach((key, value) -> sorted.put(key.getKey(), value));
    for (Map.Entry<String, Object> attribute : sorted.entrySet()) {
      json.writeFieldName(attribute.getKey());
      value(json, attribute.getValue());
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      number(json, number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeString(value == null ? null : value.toString());
    }
  }

  /** JSON has no word for what is not a number. */
  private static void number(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeNull();
    }
  }
}
