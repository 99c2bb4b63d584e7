// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a price file, with what an error message needs to lead to it.
 *
 * @param file what error messages call the file
 * @param number counted from 1
 * @param text words in lower case with blanks between them, or a header
 */
record PriceFileLine(String file, int number, String text) {
  /** Returns the words. A regular expression would cost more than all the rest of the reading. */
  List<String> words() {
    var words = new ArrayList<String>(12);
    for (int start = wordStart(0); start < text.length(); ) {
      int end = wordEnd(start);
      words.add(text.substring(start, end));
      start = wordStart(end);
    }
    return words;
  }

  /** Returns the words from the one at {@code index} on. */
  List<String> wordsFrom(int index) {
    List<String> words = words();
    return words.subList(Math.min(index, words.size()), words.size());
  }

  /** Returns the first word, or "" on an empty line. */
  String firstWord() {
    int start = wordStart(0);
    return text.substring(start, wordEnd(start));
  }

  /** Returns the second word, which names a model as {@code provider/model}. */
  String key() {
    int start = wordStart(wordEnd(wordStart(0)));
    String key = text.substring(start, wordEnd(start));
    if (key.indexOf('/') <= 0) {
      throw error("'" + text + "' names no model", "write PROVIDER/MODEL second");
    }
    return key;
  }

  private int wordStart(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  private int wordEnd(int from) {
    int end = text.indexOf(' ', from);
    return end < 0 ? text.length() : end;
  }

  /**
   * Returns the date that {@code value} is. Loading the formatters of {@code java.time} would take
   * longer than reading the table.
   */
  LocalDate date(String value) {
    boolean isWritten = value.length() == 10 && value.charAt(4) == '-' && value.charAt(7) == '-';
    try {
      if (isWritten) {
        return LocalDate.of(number(value, 0, 4), number(value, 5, 7), number(value, 8, 10));
      }
    } catch (DateTimeException e) {
      // Such as the 31st of June: the same message as for what is no date at all.
    }
    throw error("'" + value + "' is not a date", "write for example 2026-03-31");
  }

  /** Returns the number that the digits from {@code from} until {@code to} are, or -1. */
  private static int number(String value, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  PriceFileException error(String what, String remedy) {
    return new PriceFileException(file + " line " + number + ": " + what + ": " + remedy + ".");
  }

  /** Says that a price file cannot be read, where and what to do. */
  static final class PriceFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    PriceFileException(String message) {
      super(message);
    }
  }
}
