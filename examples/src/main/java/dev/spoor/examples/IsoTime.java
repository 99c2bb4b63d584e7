// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times in the forms of ISO 8601 and those that stand beside it in logs: basic and extended,
 * with a blank in place of the T, with parts left out from the right, with any offset. A date alone
 * is its first moment, and a time without an offset is in UTC.
 */
final class IsoTime {
  private static final Pattern PARTS =
      Pattern.compile("(?<date>[+-]?\\d{4,9}-\\d{2}-\\d{2}|\\d{7,8}|\\d{4}-(?:\\d{3}|W\\d{2}-\\d))"
          + "(?:(?:T| +)(?<time>\\d{2}(?::?\\d{2}){0,2})(?:[.,](?<fraction>\\d+))?)?"
          + " ?(?<offset>Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2}){0,2})?(?:\\[(?<zone>[A-Z0-9/_+-]+)])?");
  private static final List<DateTimeFormatter> DATES = List.of(
      DateTimeFormatter.ISO_LOCAL_DATE,
      DateTimeFormatter.BASIC_ISO_DATE,
      DateTimeFormatter.ISO_ORDINAL_DATE,
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4)
          .appendValue(ChronoField.DAY_OF_YEAR, 3)
          .toFormatter(Locale.ROOT),
      DateTimeFormatter.ISO_WEEK_DATE);
  private static final int NANO_DIGITS = 9;

  private IsoTime() {}

  /**
   * Returns the moment that {@code text} names.
   *
   * @throws DateTimeException if it names none
   */
  static Instant parse(String text) {
    Matcher parts = PARTS.matcher(text.trim().toUpperCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new DateTimeException("no date and time of ISO 8601");
    }
    LocalDate date = date(parts.group("date"));
    String time = parts.group("time");
    String fraction = parts.group("fraction");
    ZoneId zone = zone(parts.group("offset"), parts.group("zone"), text.trim());
    if (time == null) {
      return date.atStartOfDay(zone).toInstant();
    }
    String digits = time.replace(":", "");
    if (fraction == null && (digits.equals("24") || digits.matches("2400(00)?"))) {
      return date.plusDays(1).atStartOfDay(zone).toInstant();
    }
    return date.atTime(time(digits, fraction)).atZone(zone).toInstant();
  }

  private static LocalDate date(String text) {
    for (DateTimeFormatter form : DATES) {
      try {
        return LocalDate.parse(text, form);
      } catch (DateTimeException e) {
        // The next form may fit.
      }
    }
    throw new DateTimeException("no date of ISO 8601");
  }

  /** Returns the time of day; a leap second is the one before it, as clocks count it. */
  private static LocalTime time(String digits, @Nullable String fraction) {
    int second = digits.length() < 6 ? 0 : Integer.parseInt(digits.substring(4, 6));
    if (fraction != null && digits.length() < 6) {
      throw new DateTimeException("a fraction of something else than a second");
    }
    return LocalTime.of(
        Integer.parseInt(digits.substring(0, 2)),
        digits.length() < 4 ? 0 : Integer.parseInt(digits.substring(2, 4)),
        second == 60 ? 59 : second,
        nanos(fraction));
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null
        ? 0
        : Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
  }

  private static ZoneId zone(@Nullable String offset, @Nullable String zone, String text) {
    if (offset != null && (offset.startsWith("+") || offset.startsWith("-"))) {
      return ZoneOffset.of(offset);
    }
    if (offset != null || zone == null) {
      return ZoneOffset.UTC;
    }
    // Names of zones are told apart by the case of their letters.
    return ZoneId.of(text.substring(text.indexOf('[') + 1, text.length() - 1));
  }
}
