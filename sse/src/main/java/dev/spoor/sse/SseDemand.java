// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how many more events the subscriber to a stream has asked for, and tells the session while
 * that is none: then the stream waits for its client. For adapters of reactive libraries. Safe for
 * use by many threads.
 */
public final class SseDemand {
  private final SseSession session;
  private final AtomicLong open = new AtomicLong();

  /** Returns the demand for {@code session}'s events: none so far. */
  public static SseDemand of(SseSession session) {
    var demand = new SseDemand(requireNonNull(session, "session"));
    session.setWaitsForClient(true);
    return demand;
  }

  private SseDemand(SseSession session) {
    this.session = session;
  }

  /** Counts {@code events} more that were asked for; {@link Long#MAX_VALUE} means all there are. */
  public void requested(long events) {
    if (events > 0) {
      open.accumulateAndGet(events, SseDemand::sum);
      session.setWaitsForClient(false);
    }
  }

  /** Counts one event that was handed over. */
  public void delivered() {
    if (open.accumulateAndGet(-1, SseDemand::sum) <= 0) {
      session.setWaitsForClient(true);
      // Whoever asked in between has been overtaken.
      if (open.get() > 0) {
        session.setWaitsForClient(false);
      }
    }
  }

  /** Boundless demand stays so. An event that nobody asked for asks for nothing itself. */
  private static long sum(long before, long more) {
    if (before == Long.MAX_VALUE) {
      return before;
    }
    long sum = before + more;
    return more > 0 && sum < 0 ? Long.MAX_VALUE : Math.max(0, sum);
  }
}
