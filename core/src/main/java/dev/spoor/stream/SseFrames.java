// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of an event stream together to events, as the WHATWG standard asks: several data
 * lines are one datum, comments and unknown fields are passed over, an event that no blank line
 * ends is dropped.
 */
final class SseFrames implements LineSplitter.Lines {
  /** Told of each event that has data; the array is reused. */
  interface Events {
    void event(@Nullable String name, byte[] data, int length);

    /** Called once for each event that was longer than the limit. */
    void tooLong();
  }

  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final int INITIAL_SIZE = 1024;
  private static final int KEPT_SIZE = 1024 * 1024;

  private final int maxBytes;
  private final Events events;
  private byte[] data = new byte[INITIAL_SIZE];
  private int length;
  private boolean hasData;
  private boolean tooLong;
  private @Nullable String name;

  SseFrames(int maxBytes, Events events) {
    this.maxBytes = maxBytes;
    this.events = events;
  }

  @Override
  public void line(byte[] bytes, int offset, int lineLength) {
    if (lineLength == 0) {
      endOfEvent();
      return;
    }
    int end = offset + lineLength;
    int colon = offset;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int value = colon + 1 < end && bytes[colon + 1] == ' ' ? colon + 2 : Math.min(end, colon + 1);
    if (isField(DATA, bytes, offset, colon)) {
      append(bytes, value, end - value);
    } else if (isField(EVENT, bytes, offset, colon) && end - value <= Json.MAX_NAME_LENGTH) {
      name = value == end ? null : new String(bytes, value, end - value, StandardCharsets.UTF_8);
    }
  }

  @Override
  public void tooLong() {
    tooLong = true;
  }

  private void endOfEvent() {
    if (tooLong) {
      events.tooLong();
    } else if (hasData) {
      events.event(name, data, length);
    }
    name = null;
    hasData = false;
    tooLong = false;
    length = 0;
    if (data.length > KEPT_SIZE) {
      data = new byte[INITIAL_SIZE];
    }
  }

  private void append(byte[] bytes, int from, int count) {
    int lineFeed = hasData ? 1 : 0;
    if (tooLong || count > maxBytes - length - lineFeed) {
      tooLong = true;
      return;
    }
    int needed = length + lineFeed + count;
    if (needed > data.length) {
      data = Arrays.copyOf(data, Math.max(needed, data.length * 2));
    }
    if (hasData) {
      data[length++] = '\n';
    }
    System.arraycopy(bytes, from, data, length, count);
    length += count;
    hasData = true;
  }

  private static boolean isField(byte[] field, byte[] bytes, int from, int to) {
    return Arrays.equals(field, 0, field.length, bytes, from, to);
  }
}
