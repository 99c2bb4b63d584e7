// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

/**
 * The one spelling in which models' names are compared. Read letter by letter, since every name of
 * the catalogue is brought into it while the catalogue loads.
 */
final class CanonicalName {
  private static final String CLAUDE = "claude-";
  private static final String[] FAMILIES = {"opus", "sonnet", "haiku", "fable", "mythos", "instant"
  };
  private static final int LETTERS_OF_A_DATE = 8;

  private CanonicalName() {}

  /** Returns the spelling of {@code name}, which is in lower case. */
  static String of(String name) {
    String canonical = dashesBetweenDigits(name);
    int claude = canonical.indexOf(CLAUDE);
    if (claude >= 0) {
      int start = claude + CLAUDE.length();
      canonical = withoutZero(familyFirst(canonical, start), start);
    }
    return dashBeforeDate(canonical);
  }

  private static String dashesBetweenDigits(String name) {
    char[] letters = null;
    for (int i = name.indexOf('.'); i >= 0; i = name.indexOf('.', i + 1)) {
      if (isDigit(name, i - 1) && isDigit(name, i + 1)) {
        letters = letters == null ? name.toCharArray() : letters;
        letters[i] = '-';
      }
    }
    return letters == null ? name : new String(letters);
  }

  /** {@code claude-4-5-sonnet} is {@code claude-sonnet-4-5}. */
  private static String familyFirst(String name, int start) {
    int end = versionEnd(name, start);
    if (end == start || end >= name.length() || name.charAt(end) != '-') {
      return name;
    }
    for (String family : FAMILIES) {
      int familyEnd = end + 1 + family.length();
      if (name.startsWith(family, end + 1) && endsPart(name, familyEnd)) {
        return name.substring(0, start)
            .concat(family)
            .concat("-")
            .concat(name.substring(start, end))
            .concat(name.substring(familyEnd));
      }
    }
    return name;
  }

  /** {@code claude-opus-4-0} is {@code claude-opus-4}. */
  private static String withoutZero(String name, int start) {
    int familyEnd = start;
    while (familyEnd < name.length()
        && name.charAt(familyEnd) >= 'a'
        && name.charAt(familyEnd) <= 'z') {
      familyEnd++;
    }
    int zero = numberEnd(name, familyEnd + 1);
    boolean isZero = familyEnd > start
        && name.startsWith("-", familyEnd)
        && zero > familyEnd + 1
        && name.startsWith("-0", zero)
        && endsPart(name, zero + 2);
    return isZero ? name.substring(0, zero).concat(name.substring(zero + 2)) : name;
  }

  /** {@code @20250929} is {@code -20250929}. */
  private static String dashBeforeDate(String name) {
    int at = name.length() - LETTERS_OF_A_DATE - 1;
    if (at < 0 || name.charAt(at) != '@' || !name.startsWith("20", at + 1)) {
      return name;
    }
    for (int i = at + 1; i < name.length(); i++) {
      if (!isDigit(name, i)) {
        return name;
      }
    }
    return name.substring(0, at).concat("-").concat(name.substring(at + 1));
  }

  /** Returns where a version such as {@code 4} or {@code 4-5} ends. */
  private static int versionEnd(String name, int start) {
    int end = numberEnd(name, start);
    if (end == start || !name.startsWith("-", end)) {
      return end;
    }
    int second = numberEnd(name, end + 1);
    return second == end + 1 ? end : second;
  }

  /** Returns where a number of at most two digits ends; a longer one is a date. */
  private static int numberEnd(String name, int start) {
    int end = start;
    while (end < start + 2 && isDigit(name, end)) {
      end++;
    }
    return end;
  }

  private static boolean endsPart(String name, int i) {
    return i == name.length() || "-:@".indexOf(name.charAt(i)) >= 0;
  }

  private static boolean isDigit(String name, int i) {
    return i >= 0 && i < name.length() && name.charAt(i) >= '0' && name.charAt(i) <= '9';
  }
}
