// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as UTF-8 into one buffer that is used again and again, and from there to a stream.
 * No strings or arrays are made on the way; an event longer than the buffer goes out in pieces. Not
 * for use by several threads.
 */
final class SseEncoder {
  static final int BUFFER_SIZE = 8192;

  private static final byte[] ID = ascii("id: ");
  private static final byte[] EVENT = ascii("event: ");
  private static final byte[] RETRY = ascii("retry: ");
  // The space is never left out: a client strips one, which would else be the data's own.
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] COMMENT = ascii(": ");
  private static final int LONGEST_CHARACTER = 4;

  private final byte[] buffer = new byte[BUFFER_SIZE];
  private @Nullable OutputStream out;
  private int length;
  private long written;

  /** Writes an event to {@code out}; returns its length in bytes. The fields must be checked. */
  long write(
      @Nullable String type,
      @Nullable String data,
      @Nullable String id,
      @Nullable Duration retry,
      OutputStream out)
      throws IOException {
    start(out);
    if (id != null) {
      line(ID, id);
    }
    if (type != null && !type.isEmpty()) {
      line(EVENT, type);
    }
    if (retry != null) {
      line(RETRY, Long.toString(retry.toMillis()));
    }
    if (data != null) {
      lines(DATA, data);
    }
    put('\n');
    return finish();
  }

  /** Writes a comment to {@code out}, which clients ignore; returns its length in bytes. */
  long writeComment(String text, OutputStream out) throws IOException {
    start(out);
    lines(COMMENT, text);
    put('\n');
    return finish();
  }

  private void start(OutputStream out) {
    this.out = out;
    length = 0;
    written = 0;
  }

  private long finish() throws IOException {
    spill();
    out = null;
    return written;
  }

  private void line(byte[] field, String value) throws IOException {
    put(field);
    text(value, 0, value.length());
    put('\n');
  }

  /** Writes {@code value} as one field for each of its lines, whichever way they are broken. */
  private void lines(byte[] field, String value) throws IOException {
    int start = 0;
    int end = value.length();
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (c != '\n' && c != '\r') {
        continue;
      }
      put(field);
      text(value, start, i);
      put('\n');
      if (c == '\r' && i + 1 < end && value.charAt(i + 1) == '\n') {
        i++;
      }
      start = i + 1;
    }
    put(field);
    text(value, start, end);
    put('\n');
  }

  private void text(String value, int start, int end) throws IOException {
    int i = start;
    while (i < end) {
      ensureRoom();
      // As many ASCII characters as there is room for, with no test but one.
      int limit = Math.min(end, i + buffer.length - length);
      while (i < limit && value.charAt(i) < 0x80) {
        buffer[length++] = (byte) value.charAt(i++);
      }
      if (i < end && value.charAt(i) >= 0x80) {
        ensureRoom();
        i += character(value, i, end);
      }
    }
  }

  /** Writes the character at {@code i}, which is not ASCII; returns its length in the string. */
  private int character(String value, int i, int end) {
    char c = value.charAt(i);
    if (c < 0x800) {
      buffer[length++] = (byte) (0xC0 | (c >> 6));
      buffer[length++] = continued(c);
      return 1;
    }
    if (Character.isHighSurrogate(c)
        && i + 1 < end
        && Character.isLowSurrogate(value.charAt(i + 1))) {
      int point = Character.toCodePoint(c, value.charAt(i + 1));
      buffer[length++] = (byte) (0xF0 | (point >> 18));
      buffer[length++] = continued(point >> 12);
      buffer[length++] = continued(point >> 6);
      buffer[length++] = continued(point);
      return 2;
    }
    int point = Character.isSurrogate(c) ? 0xFFFD : c;
    buffer[length++] = (byte) (0xE0 | (point >> 12));
    buffer[length++] = continued(point >> 6);
    buffer[length++] = continued(point);
    return 1;
  }

  private static byte continued(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  private void put(byte[] bytes) throws IOException {
    if (buffer.length - length < bytes.length) {
      spill();
    }
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void put(char ascii) throws IOException {
    ensureRoom();
    buffer[length++] = (byte) ascii;
  }

  private void ensureRoom() throws IOException {
    if (buffer.length - length < LONGEST_CHARACTER) {
      spill();
    }
  }

  private void spill() throws IOException {
    if (out != null && length > 0) {
      out.write(buffer, 0, length);
      written += length;
      length = 0;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
