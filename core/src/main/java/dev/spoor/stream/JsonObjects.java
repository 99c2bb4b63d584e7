// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads JSON objects from bytes that may be anything. Used by one thread at a time. */
final class JsonObjects {
  /** Reads the fields of an object, at whose start the parser stands, up to its end. */
  interface Fields {
    void read(JsonParser parser) throws IOException;
  }

  /**
   * A factory remembers the names that it has seen; it is renewed after so many bytes, which bounds
   * what it remembers.
   */
  private static final long BYTES_PER_FACTORY = 16L * 1024 * 1024;

  private JsonFactory factory = Json.factory();
  private long bytesRead;

  /** Reads one object with nothing around it; returns false if there is anything else. */
  boolean read(byte[] bytes, int offset, int length, Fields fields) {
    if (!isObjectInUtf8(bytes, offset, length)) {
      return false;
    }
    bytesRead += length;
    if (bytesRead > BYTES_PER_FACTORY) {
      factory = Json.factory();
      bytesRead = length;
    }
    try (JsonParser parser = factory.createParser(bytes, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      fields.read(parser);
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns the index of the first byte from {@code from} on that is no JSON white space; at most
   * {@code end}.
   */
  static int skipBlanks(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end
        && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n')) {
      i++;
    }
    return i;
  }

  /** A zero after the brace would be another encoding than UTF-8. */
  private static boolean isObjectInUtf8(byte[] bytes, int offset, int length) {
    return length > 1
        && bytes[offset] == '{'
        && bytes[offset + 1] != 0
        && Utf8.isValid(bytes, offset, length);
  }
}
