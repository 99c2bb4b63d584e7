// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.trace.Span;

/**
 * Takes the spans that come out of a sandbox, checked, with their own ids, and hands them to the
 * host's span processors. Called on the thread that reads a process's standard error, by many
 * threads at once; it returns without waiting. What it throws is logged and counted.
 */
@FunctionalInterface
public interface RelayedSpanSink {
  /** Takes a span that has ended. */
  void accept(RelayedSpan span);

  /**
   * Returns when {@code execution}, a span that has just started, began by the clock of its trace,
   * in nanoseconds since the epoch; 0 when that is not known, the default. With it, relayed spans
   * lie within that span though the clock of the machine was set meanwhile.
   */
  default long startEpochNanos(Span execution) {
    return 0;
  }
}
