// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at once: every byte of a stream is looked at twice before it is parsed. */
final class EightBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** Returns the index of {@code wanted}, or {@code to}. */
  static int indexOf(byte wanted, byte[] bytes, int from, int to) {
    long pattern = ONES * wanted;
    int i = from;
    while (i + Long.BYTES <= to) {
      long differences = (long) LONGS.get(bytes, i) ^ pattern;
      if (((differences - ONES) & ~differences & HIGH_BITS) != 0) {
        break;
      }
      i += Long.BYTES;
    }
    while (i < to && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  /** Returns the index of the first byte beyond ASCII, or {@code to}. */
  static int skipAscii(byte[] bytes, int from, int to) {
    int i = from;
    while (i + Long.BYTES <= to && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  private EightBytes() {}
}
