// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: what the server asks for, else twice as long as last
 * time; never sooner than asked and never in step with other clients.
 */
final class RetryDelay {
  private static final Duration LONGEST_WISH = Duration.ofMinutes(10);

  private final Duration first;
  private final Duration longest;

  RetryDelay(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** Returns the wait before attempt {@code attempt + 1}, where the first attempt is 1. */
  Duration after(int attempt, @Nullable String retryAfter) {
    Duration wish = retryAfter == null ? null : parse(retryAfter, Instant.now());
    if (wish != null) {
      return wish.plus(Duration.ofMillis(random(Math.min(1000, wish.toMillis() / 10 + 50))));
    }
    long ceiling = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
    return Duration.ofMillis(ceiling / 2 + random(ceiling / 2 + 1));
  }

  /** Returns the wait that a {@code Retry-After} of seconds or a date asks for; null if unclear. */
  static @Nullable Duration parse(String retryAfter, Instant now) {
    String text = retryAfter.strip();
    Duration wish;
    try {
      wish = text.chars().allMatch(c -> c >= '0' && c <= '9')
          ? Duration.ofSeconds(Long.parseLong(text))
          : Duration.between(
              now,
              ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      return null;
    }
    return wish.isNegative()
        ? Duration.ZERO
        : wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
  }

  private static long random(long bound) {
    return bound <= 0 ? 0 : ThreadLocalRandom.current().nextLong(bound);
  }
}
