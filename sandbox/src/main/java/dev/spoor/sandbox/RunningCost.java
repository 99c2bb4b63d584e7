// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.common.Attributes;
import java.math.BigDecimal;

/** The exact cost of one sandbox: its rate over its running time. */
final class RunningCost {
  private static final int NANO_DIGITS = 9;

  private final BigDecimal usdPerSecond;
  private final RunningTime time;
  private final Attributes labels;
  private final Runnable whenExpired;

  /** Guarded by the ledger. */
  private BigDecimal booked = BigDecimal.ZERO;

  /** {@code whenExpired} runs when a collection finds that the time of the sandbox is up. */
  RunningCost(BigDecimal usdPerSecond, RunningTime time, Attributes labels, Runnable whenExpired) {
    this.usdPerSecond = usdPerSecond;
    this.time = time;
    this.labels = labels;
    this.whenExpired = whenExpired;
  }

  void expired() {
    whenExpired.run();
  }

  Attributes labels() {
    return labels;
  }

  boolean isExpired() {
    return time.isExpired();
  }

  /** Returns what has been added since the last call. */
  BigDecimal takeUnbooked() {
    BigDecimal total = usd();
    BigDecimal unbooked = total.subtract(booked);
    booked = total;
    return unbooked;
  }

  BigDecimal usd() {
    return usd(time.nanos());
  }

  /** What the sandbox costs in {@code nanos} of running. */
  BigDecimal usd(long nanos) {
    return usdPerSecond.multiply(BigDecimal.valueOf(nanos, NANO_DIGITS));
  }
}
