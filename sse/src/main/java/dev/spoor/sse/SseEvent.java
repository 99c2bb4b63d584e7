// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event. Immutable, may be shared by threads.
 *
 * <p>The fields are those of the WHATWG HTML standard, section 9.2. What could add a field or end
 * the event early is refused here: a line break in {@code type} or {@code id}, a NUL in {@code id}.
 * Line breaks in {@code data} are right; a client sees each as one line feed. Half of a surrogate
 * pair becomes U+FFFD on the wire.
 *
 * @param type what a browser listens for; null means {@code message}
 * @param data what a browser gets; null means that this event sets fields only and dispatches
 *     nothing
 * @param id what a client that reconnects sends back; null leaves the last one, "" resets it
 * @param retry how long a client waits before it reconnects; null leaves it as it is
 */
public record SseEvent(
    @Nullable String type,
    @Nullable String data,
    @Nullable String id,
    @Nullable Duration retry) {

  /** Checks the fields. */
  public SseEvent {
    checkLine(type, "type");
    checkLine(id, "id");
    if (id != null && id.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The id of an event has a NUL at " + id.indexOf('\0') + "; clients ignore such an id");
    }
    if (retry != null && retry.isNegative()) {
      throw new IllegalArgumentException("retry is " + retry + "; it must not be negative");
    }
  }

  /** Returns an event of type {@code message}. */
  public static SseEvent of(String data) {
    return new SseEvent(null, requireNonNull(data, "data"), null, null);
  }

  /** Returns an event of {@code type}. */
  public static SseEvent of(String type, String data) {
    return new SseEvent(requireNonNull(type, "type"), requireNonNull(data, "data"), null, null);
  }

  /** Returns this event with {@code id}. */
  public SseEvent withId(@Nullable String id) {
    return new SseEvent(type, data, id, retry);
  }

  /** Returns this event with {@code retry}. */
  public SseEvent withRetry(@Nullable Duration retry) {
    return new SseEvent(type, data, id, retry);
  }

  /**
   * Returns this event as it goes over the wire, for hosts that write it themselves;
   * {@link SseWriter} sends it without making an array.
   */
  public byte[] toBytes() {
    var out = new ByteArrayOutputStream(64);
    encode(out);
    return out.toByteArray();
  }

  /** Returns the length of {@link #toBytes()}, which is not made. */
  long encodedLength() {
    return encode(OutputStream.nullOutputStream());
  }

  private long encode(OutputStream out) {
    SseEncoder encoder = BufferPool.SHARED.take();
    try {
      return encoder.write(type, data, id, retry, out);
    } catch (IOException e) {
      throw new UncheckedIOException("A stream in memory does not fail", e);
    } finally {
      BufferPool.SHARED.give(encoder);
    }
  }

  /** Returns the fields but for the data, of which it tells the length: data is content. */
  @Override
  public String toString() {
    return "SseEvent[type="
        + type
        + ", id="
        + id
        + ", retry="
        + retry
        + ", "
        + (data == null ? "no data" : data.length() + " characters")
        + "]";
  }

  static void checkLine(@Nullable String value, String name) {
    if (value == null) {
      return;
    }
    int at = Math.max(value.indexOf('\n'), value.indexOf('\r'));
    if (at >= 0) {
      throw new IllegalArgumentException("The "
          + name
          + " of an event has a line break at "
          + at
          + "; it must be one line, for what follows would be read as another field");
    }
  }
}
