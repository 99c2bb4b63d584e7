// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import dev.spoor.sandbox.internal.JsonTree;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in OTLP's JSON form, from a stranger: bounded, and without what we have no type for.
 */
final class OtlpAttributes {
  private static final int MAX_ATTRIBUTES = 64;
  private static final int MAX_KEY_LENGTH = 128;
  private static final int MAX_TEXT_LENGTH = 4_096;

  private OtlpAttributes() {}

  static Attributes read(@Nullable Object keyValues) {
    AttributesBuilder builder = Attributes.builder();
    int count = 0;
    for (Object item : JsonTree.asList(keyValues)) {
      Map<String, Object> pair = JsonTree.asObject(item);
      String key = JsonTree.asString(pair.get("key"));
      if (key != null && !key.isEmpty() && key.length() <= MAX_KEY_LENGTH) {
        put(builder, key, JsonTree.asObject(pair.get("value")));
        if (++count == MAX_ATTRIBUTES) {
          break;
        }
      }
    }
    return builder.build();
  }

  static String text(@Nullable Object value, int maxLength) {
    String text = JsonTree.asString(value);
    return text == null ? "" : Exits.cut(text, maxLength);
  }

  /** Returns a 64-bit number, which OTLP writes as a string or a number, or null. */
  static @Nullable Long number(@Nullable Object value) {
    if (value instanceof Long number) {
      return number;
    }
    try {
      return value instanceof String text ? Long.valueOf(text) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static void put(AttributesBuilder builder, String key, Map<String, Object> any) {
    Object scalar = scalar(any);
    if (scalar instanceof String text) {
      builder.put(key, text);
    } else if (scalar instanceof Boolean flag) {
      builder.put(key, flag);
    } else if (scalar instanceof Long number) {
      builder.put(key, number);
    } else if (scalar instanceof Double number) {
      builder.put(key, number);
    } else {
      List<?> values = JsonTree.asList(JsonTree.asObject(any.get("arrayValue")).get("values"));
      putList(builder, key, values.stream().limit(MAX_ATTRIBUTES).toList());
    }
  }

  /** Arrays of text alone are kept; programs rarely send others. */
  private static void putList(AttributesBuilder builder, String key, List<?> values) {
    List<String> texts = values.stream()
        .map(value -> scalar(JsonTree.asObject(value)))
        .filter(Objects::nonNull)
        .map(Object::toString)
        .toList();
    if (!texts.isEmpty()) {
      builder.put(AttributeKey.stringArrayKey(key), texts);
    }
  }

  private static @Nullable Object scalar(Map<String, Object> any) {
    if (any.get("stringValue") instanceof String text) {
      return Exits.cut(text, MAX_TEXT_LENGTH);
    }
    if (any.get("boolValue") instanceof Boolean flag) {
      return flag;
    }
    if (any.get("intValue") != null) {
      return number(any.get("intValue"));
    }
    // JSON has no infinity, but numbers too large to be anything else.
    return any.get("doubleValue") instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue()
        : null;
  }
}
