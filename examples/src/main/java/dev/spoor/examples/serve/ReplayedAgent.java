// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import dev.spoor.examples.BundledRun;
import dev.spoor.stream.ClaudeStream;
import java.util.function.Consumer;

/** The recorded run, replayed in this process at its own pace. */
final class ReplayedAgent implements Agent {
  private static final double REAL_PACE = 1;

  @Override
  public String description() {
    return "There is no python3 here, so a recorded run is replayed inside the server.";
  }

  @Override
  public void answer(String prompt, AgentRun run, Consumer<AgentEvent> listener)
      throws InterruptedException {
    try (ClaudeStream stream = ClaudeStream.builder(run).setListener(listener).build()) {
      BundledRun.play(REAL_PACE, (sinceBegin, line) -> stream.accept(line));
    }
  }
}
