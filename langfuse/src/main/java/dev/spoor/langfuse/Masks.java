// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ready-made masks. Each replaces what it finds by a word in brackets. All take time linear in the
 * text. They find forms, not meanings: what has no form needs a mask of one's own.
 */
public final class Masks {
  private static final int LEAST_DIGITS = 13;
  private static final int MOST_DIGITS = 19;
  /** Spaces and dashes, those that do not break a line as well. */
  private static final String SEPARATORS = " -\u00a0\u202f\u2011";

  private static final Pattern EMAIL = Pattern.compile(
      "[\\p{L}\\p{N}._%+'-]{1,64}+@[\\p{L}\\p{N}-]{1,63}+(?:\\.[\\p{L}\\p{N}-]{1,63}+){1,8}+");
  private static final Pattern API_KEY = Pattern.compile("(?<![A-Za-z0-9])(?:"
      + "(?:sk|pk|rk)[-_](?:lf-|ant-|proj-|svcacct-|live[-_]|test[-_])?+[A-Za-z0-9_-]{16,200}+"
      + "|gh[pousr]_[A-Za-z0-9]{20,200}+|github_pat_[A-Za-z0-9_]{20,200}+|glpat-[A-Za-z0-9_-]{16,64}+"
      + "|xox[abeoprs]-[A-Za-z0-9-]{10,200}+|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{35}"
      + "|hf_[A-Za-z0-9]{20,64}+|e2b_[A-Za-z0-9]{20,64}+|npm_[A-Za-z0-9]{30,64}+|gsk_[A-Za-z0-9]{20,80}+"
      + "|eyJ[A-Za-z0-9_-]{8,2000}+\\.[A-Za-z0-9_-]{8,4000}+\\.[A-Za-z0-9_-]{8,2000}+)");
  private static final Pattern BEARER =
      Pattern.compile("(?i)\\b(bearer|basic)(\\s{1,4}+)[A-Za-z0-9._~+/=-]{8,4000}+");

  /** Returns a mask of e-mail addresses. */
  public static LangfuseMask emails() {
    return text -> text.indexOf('@') < 0 ? text : replace(EMAIL, text, "[email]");
  }

  /**
   * Returns a mask of payment card numbers: 13 to 19 digits, with single spaces or dashes or
   * without, whose check digit is right.
   */
  public static LangfuseMask cardNumbers() {
    return Masks::maskCards;
  }

  /** Returns a mask of keys and tokens of well-known services, and of JSON web tokens. */
  public static LangfuseMask apiKeys() {
    return text -> replace(API_KEY, text, "[key]");
  }

  /** Returns a mask of the credentials after {@code Bearer} and {@code Basic}. */
  public static LangfuseMask bearerTokens() {
    return text -> replace(BEARER, text, "$1$2[token]");
  }

  /** Returns a mask of all that the others mask. */
  public static LangfuseMask all() {
    return bearerTokens().andThen(apiKeys()).andThen(emails()).andThen(cardNumbers());
  }

  private static String replace(Pattern pattern, String text, String replacement) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.replaceAll(replacement) : text;
  }

  private static String maskCards(String text) {
    StringBuilder masked = null;
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isDigit(text, i) && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
        int end = cardEnd(text, i);
        if (end > 0) {
          masked = masked == null ? new StringBuilder(text.length()) : masked;
          masked.append(text, copied, i).append("[card]");
          copied = end;
          i = end - 1;
        }
      }
    }
    return masked == null ? text : masked.append(text, copied, text.length()).toString();
  }

  /** Returns where the longest card number that begins at {@code start} ends, or -1. */
  private static int cardEnd(String text, int start) {
    int end = -1;
    int count = 0;
    for (int i = start; i < text.length() && count < MOST_DIGITS; i++) {
      char c = text.charAt(i);
      if (isDigit(text, i)) {
        count++;
        boolean complete = i + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(i + 1));
        if (complete && count >= LEAST_DIGITS && isCard(text, start, i + 1)) {
          end = i + 1;
        }
      } else if (SEPARATORS.indexOf(c) < 0 || !isDigit(text, i - 1)) {
        break;
      }
    }
    return end;
  }

  private static boolean isDigit(String text, int index) {
    char c = text.charAt(index);
    return c >= '0' && c <= '9';
  }

  /** The last digit of a card's number is a check digit after Luhn. */
  private static boolean isCard(String text, int start, int end) {
    int sum = 0;
    boolean twice = false;
    for (int i = end - 1; i >= start; i--) {
      if (isDigit(text, i)) {
        int value = (text.charAt(i) - '0') * (twice ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
      }
    }
    return sum % 10 == 0;
  }

  private Masks() {}
}
