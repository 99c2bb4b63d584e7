// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.math.BigDecimal;
import java.util.HashMap;
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

  private final PriceTable table = new PriceTable();

  private final String name;
  private final boolean isOurs;

  private PriceTableReader(String name, boolean isOurs) {
    this.name = name;
    this.isOurs = isOurs;
  }

  /**
   * Returns what {@code text} holds, with all of its prices read and checked.
   *
   * @param name what error messages call the file
   */
  static PriceTable read(String name, String text) {
    PriceTable table = new PriceTableReader(name, false).read(text);
    for (PriceLayer layer : table.layers.values()) {
      PriceChecks.check(layer);
    }
    return table;
  }

  /**
   * Returns what {@code text}, the shipped table, holds, with each model's prices left as text
   * until they are asked for: reading all of them would be most of the work, and hosts use few.
   */
  static PriceTable index(String name, String text) {
    return new PriceTableReader(name, true).read(text);
  }

  private PriceTable read(String text) {
    int number = 0;
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String lineText = text.substring(start, end);
      var line = new PriceFileLine(name, ++number, isOurs ? lineText : tidied(lineText));
      if (number > MAX_LINES) {
        throw line.error(
            "the file has more than " + MAX_LINES + " lines", "leave out what you do not use");
      }
      String first = line.firstWord();
      if (!first.isEmpty() && first.charAt(0) != '#') {
        readLine(first, line);
      }
      start = end + 1;
    }
    return table;
  }

  /** Returns {@code line} as the lines of the shipped table are written. */
  private static String tidied(String line) {
    String tidied = line.replace('\t', ' ').strip();
    for (String header : HEADER) {
      if (tidied.startsWith(header)) {
        return tidied;
      }
    }
    return tidied.toLowerCase(Locale.ROOT);
  }

  private void readLine(String first, PriceFileLine line) {
    switch (first) {
      case "price" -> table.add(line);
      case "alias" -> table.aliases.add(alias(line));
      case "seller" -> table.sellers.add(seller(line));
      default -> header(first, line);
    }
  }

  private void header(String key, PriceFileLine line) {
    if (!HEADER.contains(key)) {
      throw line.error(
          "a line begins with '" + key + "'",
          "begin each line with price, alias, seller or #, or with one of " + HEADER);
    }
    String value = line.text().substring(key.length()).strip();
    if (key.equals("date")) {
      table.date = line.date(value);
    }
    table.header.put(key, value);
  }

  private PriceTable.Alias alias(PriceFileLine line) {
    var alias = PriceTable.Alias.of(line);
    if (!isOurs && alias.names().isEmpty()) {
      throw line.error("the alias has no name", "write alias PROVIDER/MODEL NAME...");
    }
    return alias;
  }

  private static PriceTable.Seller seller(PriceFileLine line) {
    List<String> words = line.words();
    if (words.size() < 2) {
      throw line.error("the seller has no name", "write seller PROVIDER names=... also=...");
    }
    List<String> names = List.of();
    List<String> also = List.of();
    boolean vendor = false;
    var regions = new HashMap<String, BigDecimal>(4);
    for (String word : words.subList(2, words.size())) {
      if (word.startsWith("names=")) {
        names = List.of(word.substring(6).split(","));
      } else if (word.startsWith("also=")) {
        also = List.of(word.substring(5).split(","));
      } else if (word.equals("vendor")) {
        vendor = true;
      } else if (word.startsWith("region:") && word.contains("=x")) {
        int equals = word.indexOf("=x");
        String region = word.substring("region:".length(), equals);
        regions.put(region, factor(line, word, word.substring(equals + 2)));
      } else {
        throw line.error(
            "a seller has no '" + word + "'", "use names=, also=, vendor and region:us=x1.1");
      }
    }
    return new PriceTable.Seller(words.get(1), names, also, vendor, regions);
  }

  private static BigDecimal factor(PriceFileLine line, String word, String value) {
    try {
      return PriceBuilder.decimal(word, value);
    } catch (IllegalArgumentException e) {
      throw line.error("'" + word + "' has no factor", "write for example region:us=x1.1");
    }
  }
}
