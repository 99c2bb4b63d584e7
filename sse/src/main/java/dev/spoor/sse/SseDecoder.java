// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream as a browser does, by the WHATWG HTML standard, section 9.2.6. Bytes may
 * come cut anywhere. For one stream and one thread at a time; a new connection needs a new decoder.
 */
public final class SseDecoder {
  /** Longer events are dropped unless said otherwise: 16 MiB. */
  public static final int DEFAULT_MAX_EVENT_BYTES = 16 << 20;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int LONGEST_RETRY = 15;

  private final SseListener listener;
  private final int maxEventBytes;
  private byte[] line = new byte[256];
  private int lineLength;
  private boolean firstLine = true;
  private boolean afterCarriageReturn;
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private String type = "";
  private @Nullable String idOfEvent;
  private @Nullable String lastEventId;
  private int eventBytes;
  private boolean tooLong;
  private long dropped;

  /** Returns a decoder that tells {@code listener} what it reads. */
  public static SseDecoder of(SseListener listener) {
    return of(listener, DEFAULT_MAX_EVENT_BYTES);
  }

  /** Returns a decoder that drops and counts events of more than {@code maxEventBytes} bytes. */
  public static SseDecoder of(SseListener listener, int maxEventBytes) {
    if (maxEventBytes < 1) {
      throw new IllegalArgumentException(
          "maxEventBytes is " + maxEventBytes + "; it must be at least 1");
    }
    return new SseDecoder(requireNonNull(listener, "listener"), maxEventBytes);
  }

  private SseDecoder(SseListener listener, int maxEventBytes) {
    this.listener = listener;
    this.maxEventBytes = maxEventBytes;
  }

  /** Reads {@code bytes}. */
  public void feed(byte[] bytes) {
    feed(bytes, 0, bytes.length);
  }

  /** Reads {@code length} bytes from {@code offset} on. */
  public void feed(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      boolean isSecondOfPair = afterCarriageReturn && b == '\n';
      afterCarriageReturn = b == '\r';
      if (b == '\n' || b == '\r') {
        if (!isSecondOfPair) {
          endLine();
        }
      } else {
        append(b);
      }
    }
  }

  /** Returns the id that a client would send to reconnect here, or null if it has none. */
  public @Nullable String lastEventId() {
    return lastEventId;
  }

  /** Returns how many events were dropped for their length. */
  public long dropped() {
    return dropped;
  }

  /**
   * Tells that the stream has ended. What no blank line has finished is discarded, as the standard
   * asks; returns whether there was any.
   */
  public boolean finish() {
    boolean wasIncomplete = hasData || lineLength > 0 || tooLong;
    lineLength = 0;
    reset();
    return wasIncomplete;
  }

  private void append(byte b) {
    if (++eventBytes > maxEventBytes) {
      tooLong = true;
      lineLength = 1;
      data.setLength(0);
      return;
    }
    if (lineLength == line.length) {
      line = Arrays.copyOf(line, (int) Math.min(maxEventBytes, 2L * line.length));
    }
    line[lineLength++] = b;
  }

  private void endLine() {
    int start = 0;
    if (firstLine) {
      firstLine = false;
      start = Arrays.mismatch(line, 0, Math.min(lineLength, 3), BYTE_ORDER_MARK, 0, 3) < 0 ? 3 : 0;
    }
    int length = lineLength - start;
    lineLength = 0;
    if (length == 0) {
      dispatch();
    } else if (!tooLong) {
      field(start, start + length);
    }
  }

  private void field(int start, int end) {
    int colon = start;
    while (colon < end && line[colon] != ':') {
      colon++;
    }
    int value = Math.min(end, colon + 1);
    if (value < end && line[value] == ' ') {
      value++;
    }
    String text = new String(line, value, end - value, StandardCharsets.UTF_8);
    if (colon == start) {
      eventBytes = hasData ? eventBytes : 0;
      listener.onComment(text);
      return;
    }
    switch (new String(line, start, colon - start, StandardCharsets.UTF_8)) {
      case "data" -> addData(text);
      case "event" -> type = text;
      case "id" -> setId(text);
      case "retry" -> setRetry(text);
      default -> {
        // The standard ignores fields that it does not name.
      }
    }
  }

  private void addData(String text) {
    if (hasData) {
      data.append('\n');
    }
    hasData = true;
    data.append(text);
  }

  private void setId(String text) {
    if (text.indexOf('\0') < 0) {
      idOfEvent = text;
    }
  }

  private void setRetry(String text) {
    if (!text.isEmpty()
        && text.length() <= LONGEST_RETRY
        && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      listener.onRetry(Duration.ofMillis(Long.parseLong(text)));
    }
  }

  private void dispatch() {
    if (idOfEvent != null) {
      lastEventId = idOfEvent.isEmpty() ? null : idOfEvent;
    }
    if (tooLong) {
      dropped++;
      reset();
      return;
    }
    if (!hasData) {
      reset();
      return;
    }
    var event = new SseEvent(type.isEmpty() ? "message" : type, data.toString(), lastEventId, null);
    reset();
    listener.onEvent(event);
  }

  private void reset() {
    data.setLength(0);
    hasData = false;
    type = "";
    idOfEvent = null;
    eventBytes = 0;
    tooLong = false;
  }
}
