// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what went wrong: the first of each kind as a warning, the rest as debug. What a server said
 * is cut, put on one line and rid of keys. Safe for use by many threads.
 */
final class Notices {
  private static final Logger logger = LoggerFactory.getLogger(LangfuseSpanProcessor.class);
  static final String UNREACHABLE = "unreachable";
  static final String STATUS = "status ";
  private static final int KINDS = 64;
  private static final int TEXT_LIMIT = 500;
  private static final Pattern SECRET =
      Pattern.compile("(?i)\\b(?:sk|pk)-[a-z0-9_-]{8,}|basic [a-z0-9+/=]{8,}|bearer [^\\s\"]{8,}");

  private final Level level;
  private final Map<String, Boolean> told = new ConcurrentHashMap<>();

  Notices(Level level) {
    this.level = level;
  }

  /** Warns of {@code kind}, if it is the first since all was well. */
  void warn(String kind, String message, @Nullable Throwable cause) {
    boolean first = told.size() < KINDS && told.putIfAbsent(kind, true) == null;
    if (first && level.compareTo(Level.WARN) >= 0) {
      logger.warn(message, cause);
    } else if (level.compareTo(Level.DEBUG) >= 0) {
      logger.info(message);
    } else if (level != Level.NONE) {
      logger.debug(message, cause);
    }
  }

  /** Says that requests succeed again after a warning, so that the next failure is told of too. */
  void recovered(String message) {
    if (!told.isEmpty() && told.keySet().removeIf(Notices::isOfDelivery)) {
      info(message);
    }
  }

  private static boolean isOfDelivery(String kind) {
    return kind.equals(UNREACHABLE) || kind.startsWith(STATUS);
  }

  void info(String message) {
    if (level.compareTo(Level.INFO) >= 0) {
      logger.info(message);
    }
  }

  /** Tells of every request, if debugging is on. */
  void debug(String message) {
    if (level == Level.DEBUG) {
      logger.info(message);
    } else if (level != Level.NONE) {
      logger.debug(message);
    }
  }

  /** Returns {@code text} fit for a log. */
  static String clean(String text) {
    String cut = text.length() > TEXT_LIMIT ? text.substring(0, TEXT_LIMIT) + "…" : text;
    StringBuilder line = new StringBuilder(cut.length());
    cut.chars().forEach(c -> line.append(c < ' ' || c == 0x7f ? ' ' : (char) c));
    return SECRET.matcher(line).replaceAll("***").strip();
  }

  /** What is told, the least first: as {@code LANGFUSE_LOG_LEVEL} has it. */
  enum Level {
    NONE,
    ERROR,
    WARN,
    INFO,
    DEBUG
  }
}
