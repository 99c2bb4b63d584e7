// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings, numbers and booleans. Numbers that are read keep their digits. What
 * JSON cannot say is written as text: NaN, infinities, whole numbers beyond 2^53, objects of any
 * class; a cycle or too deep a nesting is cut off with a word.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int DEPTH = 64;
  private static final long EXACT = 1L << 53;

  /** Returns what {@code text} says, or {@link #BROKEN} if it is not one JSON value. */
  static @Nullable Object parse(String text) {
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      Object value = read(json, 0);
      return json.nextToken() == null ? value : BROKEN;
    } catch (IOException | RuntimeException e) {
      return BROKEN;
    }
  }

  /** What {@link #parse} returns for text that is not JSON. */
  static final Object BROKEN = new Object();

  /** Returns whether {@code text} begins like a JSON object or array. */
  static boolean isStructured(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ') {
        return c == '{' || c == '[';
      }
    }
    return false;
  }

  private static @Nullable Object read(JsonParser json, int depth) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null || depth > 10 * DEPTH) {
      throw new IOException("Not a JSON value that can be read");
    }
    return switch (token) {
      case START_OBJECT -> readObject(json, depth);
      case START_ARRAY -> readArray(json, depth);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(json.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("Not a JSON value");
    };
  }

  private static Map<String, @Nullable Object> readObject(JsonParser json, int depth)
      throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, read(json, depth + 1));
    }
    return object;
  }

  private static List<@Nullable Object> readArray(JsonParser json, int depth) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(json, depth + 1));
    }
    return array;
  }

  /** Returns {@code value} as JSON text. Never throws. */
  static String write(@Nullable Object value) {
    var out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(json, value, 0, Collections.newSetFromMap(new IdentityHashMap<>()));
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    return out.toString();
  }

  private static void write(
      JsonGenerator json, @Nullable Object given, int depth, Set<Object> around)
      throws IOException {
    Object value = unwrapped(given);
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Digits digits) {
      json.writeNumber(digits.text());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      writeNumber(json, number);
    } else if (value instanceof Map<?, ?>
        || value instanceof Iterable<?>
        || value instanceof Object[]) {
      writeNested(json, value, depth, around);
    } else if (value instanceof Value<?> structured) {
      write(json, plain(structured), depth, around);
    } else {
      json.writeString(text(value));
    }
  }

  /** Returns what is in an optional; an array of numbers as a list, bytes as base64. */
  private static @Nullable Object unwrapped(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.orElse(null);
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value == null || !value.getClass().isArray() || value instanceof Object[]) {
      return value;
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(Array.get(value, i));
    }
    return elements;
  }

  private static void writeNested(JsonGenerator json, Object value, int depth, Set<Object> around)
      throws IOException {
    if (depth >= DEPTH || !around.add(value)) {
      json.writeString(depth >= DEPTH ? "<too deep>" : "<circular>");
      return;
    }
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue(), depth + 1, around);
      }
      json.writeEndObject();
    } else {
      json.writeStartArray();
      Iterable<?> elements =
          value instanceof Iterable<?> iterable ? iterable : List.of((Object[]) value);
      for (Object element : elements) {
        write(json, element, depth + 1, around);
      }
      json.writeEndArray();
    }
    around.remove(value);
  }

  private static void writeNumber(JsonGenerator json, Number number) throws IOException {
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      if (Double.isFinite(value)) {
        json.writeNumber(number.toString());
      } else {
        json.writeString(number.toString());
      }
    } else if (number instanceof java.math.BigDecimal decimal) {
      json.writeNumber(decimal.toPlainString());
    } else if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      long value = number.longValue();
      if (value >= -EXACT && value <= EXACT) {
        json.writeNumber(value);
      } else {
        json.writeString(Long.toString(value));
      }
    } else {
      json.writeString(number.toString());
    }
  }

  /** Another's {@code toString} may throw. */
  private static String text(Object value) {
    try {
      return value instanceof Throwable thrown
          ? thrown.getClass().getSimpleName() + ": " + thrown.getMessage()
          : String.valueOf(value);
    } catch (RuntimeException e) {
      return "<failed to serialize>";
    }
  }

  /** Returns an OpenTelemetry value as maps, lists and scalars. */
  static @Nullable Object plain(Value<?> value) {
    if (value.getType() == ValueType.KEY_VALUE_LIST) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (Object entry : (List<?>) value.getValue()) {
        KeyValue pair = (KeyValue) entry;
        map.put(pair.getKey(), plain(pair.getValue()));
      }
      return map;
    }
    if (value.getType() == ValueType.ARRAY) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object element : (List<?>) value.getValue()) {
        list.add(plain((Value<?>) element));
      }
      return list;
    }
    if (value.getType() == ValueType.BYTES) {
      ByteBuffer bytes = ((ByteBuffer) value.getValue()).duplicate();
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return Base64.getEncoder().encodeToString(copy);
    }
    return value.getValue();
  }

  /** Returns {@code value}, as it was parsed, with numbers as numbers, those within it as well. */
  static Object number(@Nullable Object value) {
    if (value instanceof Digits digits) {
      return new java.math.BigDecimal(digits.text());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> numbers = new LinkedHashMap<>();
      map.forEach((key, element) -> numbers.put(String.valueOf(key), number(element)));
      return numbers;
    }
    return value == null ? "" : value;
  }

  /** A number as it was written. */
  record Digits(String text) {}

  private Json() {}
}
