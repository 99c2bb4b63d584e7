// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

/** The recorder's time limits in nanoseconds; {@code Long.MAX_VALUE} where there is none. */
record SseLimits(
    long heartbeatInterval,
    long writeTimeout,
    long idleTimeout,
    long maxAge,
    long progressInterval) {

  private static final long LONGEST_SWEEP = 1_000_000_000L;
  private static final long SHORTEST_SWEEP = 10_000_000L;
  /** One to see that the first is due, one for the second, and one to spare. */
  private static final long SWEEPS_FOR_TWO_HEARTBEATS = 3;

  /**
   * Returns after how long a silence the first of two heartbeats is due, so that both, and what
   * they bring to light, come within the interval.
   */
  long longestSilence() {
    return heartbeatInterval - SWEEPS_FOR_TWO_HEARTBEATS * sweepInterval();
  }

  /**
   * Returns how often sessions must be looked at so that no limit is missed by more than a tenth.
   */
  long sweepInterval() {
    long shortest = Math.min(heartbeatInterval, Math.min(writeTimeout, idleTimeout));
    shortest = Math.min(shortest, Math.min(maxAge, progressInterval));
    return Math.max(SHORTEST_SWEEP, Math.min(LONGEST_SWEEP, shortest / 10));
  }
}
