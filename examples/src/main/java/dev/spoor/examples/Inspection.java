// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.stream.ClaudeStream;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads a recorded stream of any form that the library knows. */
final class Inspection implements Source {
  private final InputStream in;

  Inspection(InputStream in) {
    this.in = in;
  }

  @Override
  public Report read(OpenTelemetry openTelemetry, SpanTree tree) {
    try {
      Head head = Head.of(in);
      if (head.format() == null) {
        throw new UsageException(
            "the format is not recognised: expected stream-json lines, or the SSE answer of"
                + " Anthropic or OpenAI.");
      }
      return switch (head.format()) {
        case CLAUDE_STREAM -> claude(openTelemetry, tree, head.whole());
        case ANTHROPIC_SSE, OPENAI_SSE -> throw new UsageException("not yet");
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Report claude(OpenTelemetry openTelemetry, SpanTree tree, InputStream in)
      throws IOException {
    var agents =
        AgentTracer.builder(openTelemetry).setAgentName(Recording.AGENT).build();
    var facts = new RunFacts();
    AgentRun run = agents.start(AgentRequest.builder().build());
    try (run;
        ClaudeStream stream = Recording.streamOf(run, facts)) {
      stream.readAll(in);
    }
    return facts.report(tree, run.totals().cost());
  }
}
