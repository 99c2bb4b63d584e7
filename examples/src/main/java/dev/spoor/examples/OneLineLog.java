// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What libraries log, a line each: whoever typed a wrong address wants to read that it does not
 * answer, not through which methods that came to light.
 */
final class OneLineLog extends Formatter {
  /** Takes over the console, unless the user has set the JDK's logging up. */
  static void install() {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setFormatter(new OneLineLog());
    }
  }

  @Override
  public String format(LogRecord record) {
    String who = record.getLevel().intValue() < Level.WARNING.intValue() ? "" : "spoor: ";
    String why = record.getThrown() == null ? "" : " " + record.getThrown();
    return who + formatMessage(record) + why.replaceAll("\\s+", " ") + System.lineSeparator();
  }
}
