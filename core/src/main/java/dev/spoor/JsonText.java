// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Cuts text and JSON to a number of bytes, so that what is left is still whole text and valid JSON.
 */
final class JsonText {
  static final JsonFactory JSON = new JsonFactory();
  static final String ELLIPSIS = "…";

  private static final int ELLIPSIS_BYTES = 3;

  /** Returns how many bytes {@code text} takes in UTF-8 as the inside of a JSON string. */
  static long size(String text) {
    long size = 0;
    for (int i = 0; i < text.length(); i++) {
      size += sizeOf(text.charAt(i));
    }
    return size;
  }

  /**
   * Returns the longest start of {@code text} that takes at most {@code bytes} in a JSON string.
   */
  static String cut(String text, int bytes) {
    if ((long) text.length() * 6 <= bytes || size(text) <= bytes) {
      return text;
    }
    int end = 0;
    int left = bytes - ELLIPSIS_BYTES;
    while (end < text.length() && left >= sizeOf(text.charAt(end))) {
      left -= sizeOf(text.charAt(end));
      end++;
    }
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return bytes < ELLIPSIS_BYTES ? "" : text.substring(0, end) + ELLIPSIS;
  }

  /**
   * Returns {@code json} if it is valid and small enough, else what fits of it; text that is no
   * JSON as a JSON string.
   */
  static String cutJson(String json, int bytes) {
    try {
      return copy(json, bytes);
    } catch (IOException | RuntimeException e) {
      return quote(cut(json, bytes - 2));
    }
  }

  /** Returns {@code json} if it is one valid value, else a JSON string of it. */
  static String valid(String json) {
    return cutJson(json, Integer.MAX_VALUE);
  }

  static String quote(String text) {
    var out = new StringWriter(text.length() + 16);
    try (JsonGenerator generator = JSON.createGenerator(out)) {
      generator.writeString(text);
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    return out.toString();
  }

  private static String copy(String json, int bytes) throws IOException {
    var out = new StringWriter(Math.min(json.length(), bytes) + 16);
    try (JsonParser parser = JSON.createParser(json);
        JsonGenerator generator = JSON.createGenerator(out)) {
      new Copy(parser, generator, bytes).run();
    }
    return out.toString();
  }

  /** A pair of surrogates takes four bytes: two for each half. */
  private static int sizeOf(char c) {
    if (c < 0x20) {
      return 6;
    }
    if (c < 0x80) {
      return c == '"' || c == '\\' ? 2 : 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  /** Copies tokens while the budget lasts, then closes what is open. */
  private static final class Copy {
    private final JsonParser parser;
    private final JsonGenerator generator;
    private long left;

    Copy(JsonParser parser, JsonGenerator generator, long left) {
      this.parser = parser;
      this.generator = generator;
      this.left = left;
    }

    void run() throws IOException {
      // Closing the generator closes every array and object that is open.
      boolean begun = false;
      for (JsonToken token = parser.nextToken();
          token != null && left > 0;
          token = parser.nextToken()) {
        if (begun && generator.getOutputContext().inRoot()) {
          throw new IOException("There is more than one value");
        }
        begun = true;
        if (token == JsonToken.FIELD_NAME) {
          copyField();
        } else if (token == JsonToken.VALUE_STRING) {
          copyString();
        } else {
          left -= token.isStructEnd() ? 0 : 2;
          generator.copyCurrentEvent(parser);
        }
      }
    }

    private void copyField() throws IOException {
      String name = parser.currentName();
      left -= size(name) + 4;
      if (left > 8) {
        generator.writeFieldName(name);
      } else {
        left = 0;
      }
    }

    private void copyString() throws IOException {
      String text = parser.getText();
      long size = size(text) + 3;
      String kept = size <= left ? text : cut(text, (int) Math.max(0, left - 3));
      left -= size;
      generator.writeString(kept);
    }
  }

  private JsonText() {}
}
