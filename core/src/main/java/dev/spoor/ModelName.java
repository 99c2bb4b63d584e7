// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

/**
 * Compares model names without their date: {@code claude-haiku-4-5-20251001} is
 * {@code claude-haiku-4-5}.
 */
final class ModelName {
  /** Returns whether two names are of one model. */
  static boolean same(String a, String b) {
    if (a.equals(b)) {
      return true;
    }
    int length = lengthWithoutDate(a);
    return length == lengthWithoutDate(b) && a.regionMatches(0, b, 0, length);
  }

  /** A date is {@code -YYYYMMDD}, {@code @YYYYMMDD} or {@code -YYYY-MM-DD} at the end. */
  private static int lengthWithoutDate(String name) {
    int length = name.length();
    if (length > 9 && isSeparator(name.charAt(length - 9)) && digits(name, length - 8, length)) {
      return length - 9;
    }
    boolean dashed = length > 11
        && isSeparator(name.charAt(length - 11))
        && digits(name, length - 10, length - 6)
        && name.charAt(length - 6) == '-'
        && digits(name, length - 5, length - 3)
        && name.charAt(length - 3) == '-'
        && digits(name, length - 2, length);
    return dashed ? length - 11 : length;
  }

  private static boolean isSeparator(char c) {
    return c == '-' || c == '@';
  }

  private static boolean digits(String name, int from, int to) {
    for (int i = from; i < to; i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private ModelName() {}
}
