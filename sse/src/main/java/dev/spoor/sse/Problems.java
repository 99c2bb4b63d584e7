// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Reports what went wrong in recording: the first time as a warning, from then on for debugging.
 */
final class Problems {
  private final Logger logger;
  private final AtomicLong seen = new AtomicLong();

  Problems(Logger logger) {
    this.logger = logger;
  }

  /** Notes {@code problem}; rethrows it only if it means that the JVM is failing. */
  void note(String what, Throwable problem) {
    if (problem instanceof VirtualMachineError fatal) {
      throw fatal;
    }
    if (seen.getAndIncrement() == 0) {
      logger.warn(
          "{}; the stream goes on unharmed, more of these are logged at debug", what, problem);
    } else {
      logger.debug("{}", what, problem);
    }
  }

  long seen() {
    return seen.get();
  }
}
