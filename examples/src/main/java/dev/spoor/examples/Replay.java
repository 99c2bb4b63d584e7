// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.stream.ClaudeStream;
import io.opentelemetry.api.OpenTelemetry;

/**
 * Replays the bundled run. Its spans have the times of the recording, however fast it is replayed.
 */
final class Replay implements Source {
  private static final String PROMPT =
      "MoneyTest fails on negative amounts. Find out why and mend it.";

  private final double speed;

  Replay(double speed) {
    this.speed = speed;
  }

  @Override
  public Report read(OpenTelemetry openTelemetry, SpanTree tree) throws InterruptedException {
    var clock = new ReplayClock();
    var agents = AgentTracer.builder(openTelemetry)
        .setAgentName(Recording.AGENT)
        .setClock(clock, clock::nanoTime)
        .build();
    var facts = new RunFacts();
    AgentRun run = agents.start(AgentRequest.of(PROMPT));
    try (run;
        ClaudeStream stream = Recording.streamOf(run, facts)) {
      BundledRun.play(speed, (sinceBegin, line) -> {
        clock.moveTo(sinceBegin);
        stream.accept(line);
      });
    }
    return facts.report(tree, run.totals().cost());
  }
}
