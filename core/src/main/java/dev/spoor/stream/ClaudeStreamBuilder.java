// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ClaudeStream}. Not safe for use by many threads. */
public final class ClaudeStreamBuilder {
  private final AgentRun run;
  private int maxLineBytes = ClaudeStream.DEFAULT_MAX_LINE_BYTES;
  private AgentEvent.@Nullable Totals previousTotals;
  private @Nullable Consumer<? super AgentEvent> listener;

  ClaudeStreamBuilder(AgentRun run) {
    this.run = run;
  }

  /**
   * Sets the longest line that is read, in bytes; longer ones are dropped and counted. Default: 16
   * MiB.
   *
   * @throws IllegalArgumentException if it is less than 1024 or more than 1 GiB
   */
  public ClaudeStreamBuilder setMaxLineBytes(int maxLineBytes) {
    if (maxLineBytes < 1024 || maxLineBytes > 1 << 30) {
      throw new IllegalArgumentException("maxLineBytes is " + maxLineBytes
          + ", expected 1024 to 1073741824: the longest line to read, in bytes");
    }
    this.maxLineBytes = maxLineBytes;
    return this;
  }

  /**
   * Sets what the session had used before, when the stream is of a resumed or forked session: the
   * agent's totals grow over a session, and the run is charged with what is beyond these. They are
   * the last {@link AgentEvent.Totals} of the earlier stream (added to that stream's own previous
   * ones, if it had any). Default: nothing.
   */
  public ClaudeStreamBuilder setPreviousTotals(AgentEvent.Totals previousTotals) {
    this.previousTotals = requireNonNull(previousTotals, "previousTotals");
    return this;
  }

  /**
   * Sets the host's listener, called with each event on the thread that reads. It should return at
   * once; what it throws is logged and reading goes on. Default: none.
   */
  public ClaudeStreamBuilder setListener(Consumer<? super AgentEvent> listener) {
    this.listener = requireNonNull(listener, "listener");
    return this;
  }

  /** Returns the reader. */
  public ClaudeStream build() {
    return new ClaudeStream(run::accept, listener, maxLineBytes, previousTotals);
  }
}
