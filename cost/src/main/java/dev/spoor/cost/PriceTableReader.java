// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads price files: one line a price, alias or seller. A line that cannot be read stops the
 * reading, with its number and what to do about it.
 */
final class PriceTableReader {
  private static final Set<String> HEADER =
      Set.of("source", "version", "date", "licence", "checksum");
  private static final int MAX_LINES = 100_000;

  private final String name;
  private final PriceTable table = new PriceTable();
  private int line;

  private PriceTableReader(String name) {
    this.name = name;
  }

  /**
   * Returns what {@code reader} holds.
   *
   * @param name what error messages call the file
   */
  static PriceTable read(String name, Reader reader) throws IOException {
    return new PriceTableReader(name).read(new BufferedReader(reader));
  }

  private PriceTable read(BufferedReader reader) throws IOException {
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      line++;
      if (line > MAX_LINES) {
        throw error(
            "the file has more than " + MAX_LINES + " lines", "leave out what you do not use");
      }
      if (!text.isBlank() && text.charAt(0) != '#') {
        readLine(text);
      }
    }
    return table;
  }

  private void readLine(String text) {
    List<String> words = words(text);
    try {
      switch (words.get(0)) {
        case "price" -> table.prices.add(price(words));
        case "alias" -> table.aliases.add(alias(words));
        case "seller" -> table.sellers.add(seller(words));
        default -> header(words.get(0), text);
      }
    } catch (PriceFileException e) {
      throw e;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw error(String.valueOf(e.getMessage()), "correct the line or remove it");
    }
  }

  /** Splits at blanks. A regular expression would cost more than all the rest of the reading. */
  private static List<String> words(String text) {
    var words = new ArrayList<String>(12);
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) <= ' ') {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private void header(String key, String text) {
    if (!HEADER.contains(key)) {
      throw error(
          "a line begins with '" + key + "'",
          "begin each line with price, alias, seller or #, or with one of " + HEADER);
    }
    table.header.put(key, text.strip().substring(key.length()).strip());
  }

  private Price price(List<String> words) {
    var builder = Price.builder(provider(words), model(words));
    for (int i = 2; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw error("'" + word + "' is not of the form key=value", "write for example input=2.5");
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
      case "from" -> builder.setFrom(LocalDate.parse(value));
      case "until" -> builder.setUntil(LocalDate.parse(value));
      case "daily" -> setDaily(builder, value);
      case "tier" -> builder.setTier(value);
      case "above" -> builder.setAbove(tokens(value));
      default -> setMultiplier(builder, key, value);
    }
  }

  private void setMultiplier(PriceBuilder builder, String key, String value) {
    if (!value.startsWith("x")) {
      throw error(
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
      throw error(
          "daily is '" + value + "'", "write the hours in UTC, for example daily=00:30-16:30");
    }
    builder.setDaily(
        LocalTime.parse(value.substring(0, dash)), LocalTime.parse(value.substring(dash + 1)));
  }

  private long tokens(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw error("above is '" + value + "'", "write a number of tokens, for example above=200000");
    }
  }

  private PriceTable.Alias alias(List<String> words) {
    if (words.size() < 3) {
      throw error("the alias has no name", "write alias PROVIDER/MODEL NAME...");
    }
    return new PriceTable.Alias(
        provider(words), model(words), List.copyOf(words.subList(2, words.size())));
  }

  private PriceTable.Seller seller(List<String> words) {
    if (words.size() < 2) {
      throw error("the seller has no name", "write seller PROVIDER names=... also=...");
    }
    List<String> names = List.of();
    List<String> also = List.of();
    boolean vendor = false;
    for (String word : words.subList(2, words.size())) {
      if (word.startsWith("names=")) {
        names = List.of(word.substring(6).split(","));
      } else if (word.startsWith("also=")) {
        also = List.of(word.substring(5).split(","));
      } else if (word.equals("vendor")) {
        vendor = true;
      } else {
        throw error("a seller has no '" + word + "'", "use names=, also= and vendor");
      }
    }
    return new PriceTable.Seller(words.get(1).toLowerCase(Locale.ROOT), names, also, vendor);
  }

  private String provider(List<String> words) {
    String key = key(words);
    return key.substring(0, key.indexOf('/'));
  }

  private String model(List<String> words) {
    String key = key(words);
    return key.substring(key.indexOf('/') + 1);
  }

  private String key(List<String> words) {
    if (words.size() < 2 || words.get(1).indexOf('/') <= 0) {
      throw error(
          "'" + String.join(" ", words) + "' names no model", "write PROVIDER/MODEL second");
    }
    return words.get(1).toLowerCase(Locale.ROOT);
  }

  private PriceFileException error(String what, String remedy) {
    return new PriceFileException(name + " line " + line + ": " + what + ": " + remedy + ".");
  }

  /** Says that a price file cannot be read, where and what to do. */
  static final class PriceFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    PriceFileException(String message) {
      super(message);
    }
  }
}
