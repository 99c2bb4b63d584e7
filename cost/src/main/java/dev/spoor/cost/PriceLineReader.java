// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import dev.spoor.cost.PriceFileLine.PriceFileException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;

/** Reads the lines of price files that are prices. */
final class PriceLineReader {
  private final PriceFileLine line;

  private PriceLineReader(PriceFileLine line) {
    this.line = line;
  }

  /** Returns the price of {@code line}, or throws what tells its number and what to do. */
  static Price read(PriceFileLine line) {
    try {
      return new PriceLineReader(line).price();
    } catch (PriceFileException e) {
      throw e;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw line.error(String.valueOf(e.getMessage()), "correct the line or remove it");
    }
  }

  private Price price() {
    List<String> words = line.words();
    String key = line.key();
    int slash = key.indexOf('/');
    var builder = Price.builder(key.substring(0, slash), key.substring(slash + 1));
    for (int i = 2; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw line.error(
            "'" + word + "' is not of the form key=value", "write for example input=2.5");
      }
      set(builder, word.substring(0, equals), word.substring(equals + 1));
    }
    return builder.build();
  }

  private void set(PriceBuilder builder, String key, String value) {
    PriceUnit unit = PriceUnit.labelled(key);
    if (unit != null) {
      builder.set(unit, value);
      return;
    }
    switch (key) {
      case "from" -> builder.setFrom(line.date(value));
      case "until" -> builder.setUntil(line.date(value));
      case "daily" -> setDaily(builder, value);
      case "tier" -> builder.setTier(value);
      case "above" -> builder.setAbove(tokens(value));
      default -> setMultiplier(builder, key, value);
    }
  }

  private void setMultiplier(PriceBuilder builder, String key, String value) {
    if (!value.startsWith("x")) {
      throw line.error(
          "'" + key + "' is not a price",
          "use one of " + labels() + ", or " + key + "=x1.1 for what multiplies them");
    }
    builder.addMultiplier(key, value.substring(1));
  }

  private static List<String> labels() {
    return PriceUnit.ALL.stream().map(unit -> unit.label).toList();
  }

  private void setDaily(PriceBuilder builder, String value) {
    int dash = value.indexOf('-');
    if (dash < 0) {
      throw line.error(
          "daily is '" + value + "'", "write the hours in UTC, for example daily=00:30-16:30");
    }
    builder.setDaily(
        LocalTime.parse(value.substring(0, dash)), LocalTime.parse(value.substring(dash + 1)));
  }

  private long tokens(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw line.error(
          "above is '" + value + "'", "write a number of tokens, for example above=200000");
    }
  }
}
