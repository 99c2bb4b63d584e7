// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.io.OutputStream;
import java.util.Arrays;

/** A byte array that grows and is used again. Shrinks when a large message has gone. */
final class ByteSink extends OutputStream {
  private static final int KEEP = 4 << 20;

  private byte[] bytes;
  private int length;

  ByteSink() {
    this(8192);
  }

  ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  void clear() {
    length = 0;
    if (bytes.length > KEEP) {
      bytes = new byte[8192];
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  @Override
  public void write(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    ensure(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  private void ensure(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
