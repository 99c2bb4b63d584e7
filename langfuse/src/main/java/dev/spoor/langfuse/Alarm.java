// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import org.jspecify.annotations.Nullable;

/** Interrupts the thread that made it, as long as that waits; no interrupt outlasts the wait. */
final class Alarm {
  private final Thread waiter = Thread.currentThread();
  private boolean over;
  private @Nullable String reason;

  synchronized void ring(String why) {
    if (!over && reason == null) {
      reason = why;
      waiter.interrupt();
    }
  }

  /** Ends the wait and returns why it was cut short, or null if it was not. */
  synchronized @Nullable String end() {
    over = true;
    if (reason != null) {
      Thread.interrupted();
    }
    return reason;
  }
}
