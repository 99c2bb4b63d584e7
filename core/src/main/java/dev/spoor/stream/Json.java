// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values that may be anything: a value of the wrong kind is passed over and counts as
 * absent. Each method leaves the parser at the last token of the value.
 */
final class Json {
  /** Names and ids longer than this are no names. */
  static final int MAX_NAME_LENGTH = 512;

  private static final int MAX_NUMBER_LENGTH = 64;
  private static final int MAX_SCALE = 100;
  /** Above this a count is a mistake, and sums of such counts would overflow. */
  private static final long MAX_COUNT = 1_000_000_000_000_000L;

  /**
   * Returns a factory whose limits never refuse what fits into a line; only nesting is limited,
   * since each level costs memory. Names are not interned: they come from outside.
   */
  static JsonFactory factory() {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(100_000)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build())
        .build();
  }

  /**
   * Moves to the next field's value of an object; returns the field's name, or null at the object's
   * end.
   */
  static @Nullable String nextField(JsonParser parser) throws IOException {
    String name = parser.nextFieldName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  static boolean isObject(JsonParser parser) throws IOException {
    return isStart(parser, JsonToken.START_OBJECT);
  }

  static boolean isArray(JsonParser parser) throws IOException {
    return isStart(parser, JsonToken.START_ARRAY);
  }

  static @Nullable String text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }

  /** Returns a name, an id or a keyword. */
  static @Nullable String name(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      return text.isEmpty() || text.length() > MAX_NAME_LENGTH ? null : text;
    }
    parser.skipChildren();
    return null;
  }

  /** Returns a string, number or boolean as text, if it is short. */
  static @Nullable String scalar(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING || token.isNumeric() || token.isBoolean()) {
      String text = parser.getText();
      return text.isEmpty() || text.length() > MAX_NAME_LENGTH ? null : text;
    }
    parser.skipChildren();
    return null;
  }

  static boolean isTrue(JsonParser parser) throws IOException {
    parser.skipChildren();
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** Returns a count, or -1 if there is none. */
  static long count(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= 18) {
      long count = parser.getLongValue();
      return count < 0 || count > MAX_COUNT ? -1 : count;
    }
    parser.skipChildren();
    return -1;
  }

  /**
   * Returns a number as it is written; a monstrous one, which would not fit into memory when
   * spelled out, is none.
   */
  static @Nullable BigDecimal decimal(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (!token.isNumeric() || parser.getTextLength() > MAX_NUMBER_LENGTH) {
      parser.skipChildren();
      return null;
    }
    BigDecimal number = new BigDecimal(parser.getText());
    return Math.abs((long) number.scale()) > MAX_SCALE ? null : number;
  }

  /** Returns the numbers of an object and of the objects in it, or null if it is no object. */
  static @Nullable Map<String, Object> counts(JsonParser parser) throws IOException {
    return counts(parser, 3);
  }

  private static @Nullable Map<String, Object> counts(JsonParser parser, int depth)
      throws IOException {
    if (depth == 0 || !isObject(parser)) {
      parser.skipChildren();
      return null;
    }
    Map<String, Object> counts = new HashMap<>();
    for (String name = nextField(parser); name != null; name = nextField(parser)) {
      Object value = parser.currentToken() == JsonToken.START_OBJECT
          ? counts(parser, depth - 1)
          : Long.valueOf(count(parser));
      if (value != null && !value.equals(-1L)) {
        counts.put(name, value);
      }
    }
    return counts;
  }

  /** Returns {@code text} as a JSON string. */
  static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /**
   * Returns JSON that was put together from pieces: none is {@code {}}, broken JSON becomes a JSON
   * string.
   */
  static String repaired(String json) {
    if (json.isBlank()) {
      return "{}";
    }
    try (JsonParser parser = factory().createParser(json.getBytes(StandardCharsets.UTF_8))) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null ? json : quote(json);
    } catch (IOException e) {
      return quote(json);
    }
  }

  private static boolean isStart(JsonParser parser, JsonToken start) throws IOException {
    if (parser.currentToken() == start) {
      return true;
    }
    parser.skipChildren();
    return false;
  }

  private Json() {}
}
