// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

/** Tells whether bytes are text: well-formed UTF-8, without overlong forms and surrogates. */
final class Utf8 {
  static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = EightBytes.skipAscii(bytes, offset, end);
    while (i < end) {
      i = afterCharacter(bytes, i, end);
      if (i < 0) {
        return false;
      }
      i = EightBytes.skipAscii(bytes, i, end);
    }
    return true;
  }

  /** Returns the length of a byte order mark at {@code offset}: 3 or 0. */
  static int byteOrderMark(byte[] bytes, int offset, int end) {
    boolean mark = end - offset >= 3
        && bytes[offset] == (byte) 0xEF
        && bytes[offset + 1] == (byte) 0xBB
        && bytes[offset + 2] == (byte) 0xBF;
    return mark ? 3 : 0;
  }

  /** Returns the index after the character that begins at {@code i}, or -1 if none does. */
  private static int afterCharacter(byte[] bytes, int i, int end) {
    int lead = bytes[i] & 0xFF;
    int size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || end - i < size) {
      return -1;
    }
    int second = bytes[i + 1] & 0xFF;
    boolean overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    boolean outside = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
    if (overlong || outside) {
      return -1;
    }
    for (int k = 1; k < size; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return -1;
      }
    }
    return i + size;
  }

  private Utf8() {}
}
