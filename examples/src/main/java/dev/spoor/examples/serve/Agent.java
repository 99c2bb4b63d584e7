// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import java.io.IOException;
import java.util.function.Consumer;

/** What answers a prompt. Used by many threads at once. */
interface Agent extends AutoCloseable {
  /** Returns what the page says of it: a sentence. */
  String description();

  /**
   * Answers {@code prompt} and returns when it is done. What it says is recorded in {@code run} and
   * told to {@code listener} as it comes.
   */
  void answer(String prompt, AgentRun run, Consumer<AgentEvent> listener)
      throws IOException, InterruptedException;

  /** Lets go of what the answers needed; may be called twice. */
  @Override
  default void close() {}
}
