// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * Logs each kind of trouble once as a warning and then at debug level. Lines hold a constant text
 * and the class of an exception: its message may quote what must not be logged.
 */
final class Warnings {
  private final Logger logger;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Warnings(Logger logger) {
    this.logger = logger;
  }

  void warn(String text, Throwable cause) {
    if (cause instanceof VirtualMachineError fatal) {
      throw fatal;
    }
    warn(text + " Cause: " + cause.getClass().getName());
  }

  /** {@code text} is made of constants, so what is kept here cannot grow. */
  void warn(String text) {
    if (told.add(text)) {
      logger.warn("{} Told once; further ones are logged at debug level.", text);
    } else {
      logger.debug(text);
    }
  }
}
