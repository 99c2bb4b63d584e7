// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where telemetry that cannot be recorded ends: counted, logged as a warning once per reason, then
 * at debug level, and never thrown into the host. Log lines hold a reason and an exception's class,
 * never content.
 */
final class Drops {
  private static final Logger logger = LoggerFactory.getLogger(Drops.class);

  private final LongCounter counter;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  Drops(LongCounter counter) {
    this.counter = counter;
  }

  /** Counts one dropped item. {@code reason} is one of a few constants. */
  void count(String reason) {
    count(reason, null);
  }

  /**
   * Counts one dropped item and rethrows {@code cause} only if it means that the virtual machine is
   * failing.
   */
  void count(String reason, @Nullable Throwable cause) {
    if (cause instanceof VirtualMachineError fatal) {
      throw fatal;
    }
    try {
      counter.add(1, Attributes.of(GenAi.METRIC_REASON, reason));
    } catch (RuntimeException e) {
      logger.debug("The drop counter failed", e);
    }
    if (warned.add(reason)) {
      logger.warn(
          "Telemetry was dropped ({}, {}); further drops are counted in the metric agent.telemetry.dropped",
          reason,
          nameOf(cause));
    } else {
      logger.debug("Telemetry was dropped ({}, {})", reason, nameOf(cause));
    }
  }

  /** An exception's message may quote a prompt, so its class is all that is logged. */
  private static String nameOf(@Nullable Throwable cause) {
    return cause == null ? "no exception" : cause.getClass().getName();
  }
}
