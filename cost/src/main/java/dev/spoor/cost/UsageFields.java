// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads counts from a usage object that somebody else wrote, whatever it holds. */
final class UsageFields {
  private static final int MAX_LENGTH_OF_A_NUMBER = 40;
  private static final int DIGITS_OF_A_LONG = 18;

  private final Map<?, ?> fields;
  private final UsageProblems problems;

  UsageFields(@Nullable Map<?, ?> fields) {
    this(fields == null ? Map.of() : fields, new UsageProblems());
  }

  private UsageFields(Map<?, ?> fields, UsageProblems problems) {
    this.fields = fields;
    this.problems = problems;
  }

  /** Returns the count under the first of {@code names} that has one, or unknown. */
  long count(String... names) {
    for (String name : names) {
      Object value = fields.get(name);
      if (value != null) {
        return number(name, value);
      }
    }
    return TokenUsage.UNKNOWN;
  }

  /** Returns the object under the first of {@code names} that has one, or an empty one. */
  UsageFields object(String... names) {
    for (String name : names) {
      if (fields.get(name) instanceof Map<?, ?> map) {
        return new UsageFields(map, problems);
      }
    }
    return new UsageFields(Map.of(), problems);
  }

  /** Returns the objects of the list under the first of {@code names} that has one. */
  List<UsageFields> objects(String... names) {
    for (String name : names) {
      if (fields.get(name) instanceof List<?> list) {
        var objects = new ArrayList<UsageFields>(list.size());
        for (Object element : list) {
          if (element instanceof Map<?, ?> map) {
            objects.add(new UsageFields(map, problems));
          }
        }
        return objects;
      }
    }
    return List.of();
  }

  /** Returns the text under {@code name}, or "". */
  String text(String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  void problem(String problem) {
    problems.add(problem);
  }

  /** Returns the usage of {@code builder} with the problems found in reading and in clamping. */
  TokenUsage build(TokenUsageBuilder builder) {
    return builder.buildClamped().withProblems(problems);
  }

  private long number(String name, Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return notNegative(name, ((Number) value).longValue());
    }
    BigDecimal number = decimal(value);
    if (number == null) {
      problems.addUnreadable(name + " is not a number", "taken as unknown");
      return TokenUsage.UNKNOWN;
    }
    return notNegative(name, whole(name, number));
  }

  private long notNegative(String name, long count) {
    if (count < 0) {
      problems.add(name + " is negative, expected 0 or more: taken as 0");
    }
    return Math.max(0, count);
  }

  /** Digits are counted first: a number of a few letters may be too long to write out. */
  private long whole(String name, BigDecimal number) {
    long digits = (long) number.precision() - number.scale();
    if (digits > DIGITS_OF_A_LONG) {
      problems.addUnreadable(name + " is more than can be billed", "taken as " + TokenCounts.MAX);
      return number.signum() * TokenCounts.MAX;
    }
    long whole = digits <= 0 ? 0 : number.longValue();
    if (number.compareTo(BigDecimal.valueOf(whole)) != 0) {
      problems.addUnreadable(name + " is not a whole number", "cut to " + whole);
    }
    return whole;
  }

  private static @Nullable BigDecimal decimal(Object value) {
    String text = value.toString();
    if (!(value instanceof Number || value instanceof String)
        || text.length() > MAX_LENGTH_OF_A_NUMBER) {
      return null;
    }
    try {
      return new BigDecimal(text.trim());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
