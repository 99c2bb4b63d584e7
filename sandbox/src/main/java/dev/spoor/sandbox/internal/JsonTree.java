// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads small JSON from strangers into maps, lists, strings, booleans, {@code Long} and
 * {@code Double}; null is left out of maps. Deep nesting and huge numbers are refused.
 */
public final class JsonTree {
  /** Longer than any piece of output in base64. */
  private static final int MAX_STRING_LENGTH = 8 << 20;

  private static final JsonFactory factory = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(40)
          .maxStringLength(MAX_STRING_LENGTH)
          .maxNumberLength(40)
          .build())
      .build();

  private JsonTree() {}

  /** Returns the object in the first {@code length} bytes, which hold that and no more. */
  public static Map<String, Object> object(byte[] bytes, int length) throws IOException {
    try (JsonParser parser = factory.createParser(bytes, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("The JSON is no object.");
      }
      Map<String, Object> object = readObject(parser);
      if (parser.nextToken() != null) {
        throw new IOException("There is something behind the JSON object.");
      }
      return object;
    }
  }

  /** Returns {@code value} if it is an object, else an empty one. */
  @SuppressWarnings("unchecked") // Maps here are made below, with strings for keys.
  public static Map<String, Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
  }

  /** Returns {@code value} if it is an array, else an empty one. */
  public static List<?> asList(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** Returns {@code value} if it is a string, else null. */
  public static @Nullable String asString(@Nullable Object value) {
    return value instanceof String text ? text : null;
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> object = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = readValue(parser);
      if (value != null) {
        object.put(name, value);
      }
    }
    return object;
  }

  private static @Nullable Object readValue(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> null;
    };
  }

  private static List<Object> readArray(JsonParser parser) throws IOException {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = readValue(parser);
      if (value != null) {
        array.add(value);
      }
    }
    return array;
  }

  private static Object integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getDoubleValue();
    };
  }
}
