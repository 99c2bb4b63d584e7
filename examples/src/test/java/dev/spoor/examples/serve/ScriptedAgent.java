// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import dev.spoor.examples.BundledRun;
import dev.spoor.stream.ClaudeStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The recorded run without its pauses, but for one: after some lines it waits to be let on. */
final class ScriptedAgent implements Agent {
  private final int linesBefore;
  private final CountDownLatch on = new CountDownLatch(1);

  /** Returns an agent that says everything at once. */
  static ScriptedAgent quick() {
    return new ScriptedAgent(Integer.MAX_VALUE);
  }

  /** Returns an agent that waits after this many lines. */
  static ScriptedAgent waitingAfter(int lines) {
    return new ScriptedAgent(lines);
  }

  private ScriptedAgent(int linesBefore) {
    this.linesBefore = linesBefore;
  }

  /** Lets the agent go on. */
  void goOn() {
    on.countDown();
  }

  @Override
  public String description() {
    return "A test's agent.";
  }

  @Override
  public void answer(String prompt, AgentRun run, Consumer<AgentEvent> listener)
      throws InterruptedException {
    listener.accept(new AgentEvent.Text("You said: " + prompt + ". ", true, null, null));
    try (ClaudeStream stream = ClaudeStream.builder(run).setListener(listener).build()) {
      List<String> lines = BundledRun.lines();
      for (int i = 0; i < lines.size(); i++) {
        if (i == linesBefore) {
          on.await();
        }
        stream.accept(lines.get(i));
      }
    }
  }
}
