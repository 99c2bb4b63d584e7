// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * When a price holds: from one date (inclusive) until another (exclusive), in some hours of each
 * day or in all. Dates and hours are UTC.
 */
final class Validity {
  private static final long MILLIS_OF_A_DAY = 86_400_000;

  final @Nullable LocalDate from;
  final @Nullable LocalDate until;
  final @Nullable LocalTime dailyFrom;
  final @Nullable LocalTime dailyUntil;
  private final long fromMillis;
  private final long untilMillis;
  private final long dailyFromMillis;
  private final long dailyUntilMillis;

  Validity(
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      @Nullable LocalTime dailyFrom,
      @Nullable LocalTime dailyUntil) {
    this.from = from;
    this.until = until;
    this.dailyFrom = dailyFrom;
    this.dailyUntil = dailyUntil;
    fromMillis = from == null ? Long.MIN_VALUE : millis(from);
    untilMillis = until == null ? Long.MAX_VALUE : millis(until);
    dailyFromMillis = dailyFrom == null ? 0 : dailyFrom.toNanoOfDay() / 1_000_000;
    dailyUntilMillis = dailyUntil == null ? MILLIS_OF_A_DAY : dailyUntil.toNanoOfDay() / 1_000_000;
  }

  boolean isDaily() {
    return dailyFrom != null;
  }

  boolean isAlways() {
    return from == null && until == null && dailyFrom == null;
  }

  boolean holdsAt(long epochMillis) {
    return fromMillis <= epochMillis && epochMillis < untilMillis && holdsInTheDay(epochMillis);
  }

  private boolean holdsInTheDay(long epochMillis) {
    if (dailyFrom == null) {
      return true;
    }
    long millis = Math.floorMod(epochMillis, MILLIS_OF_A_DAY);
    return dailyFromMillis < dailyUntilMillis
        ? dailyFromMillis <= millis && millis < dailyUntilMillis
        : dailyFromMillis <= millis || millis < dailyUntilMillis;
  }

  /**
   * Returns whether both hold at some time and neither is nearer. What holds in some hours is
   * nearer than what holds all day.
   */
  boolean overlaps(Validity other) {
    return fromMillis < other.untilMillis
        && other.fromMillis < untilMillis
        && isDaily() == other.isDaily()
        && (holdsInTheDay(other.dailyFromMillis) || other.holdsInTheDay(dailyFromMillis));
  }

  boolean sameAs(Validity other) {
    return fromMillis == other.fromMillis
        && untilMillis == other.untilMillis
        && dailyFromMillis == other.dailyFromMillis
        && dailyUntilMillis == other.dailyUntilMillis;
  }

  private static long millis(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  @Override
  public String toString() {
    return (from == null ? "" : " from=" + from)
        + (until == null ? "" : " until=" + until)
        + (dailyFrom == null ? "" : " daily=" + dailyFrom + '-' + dailyUntil);
  }
}
