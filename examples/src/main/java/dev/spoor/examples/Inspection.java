// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.Generation;
import dev.spoor.stream.AnthropicSse;
import dev.spoor.stream.ClaudeStream;
import dev.spoor.stream.OpenAiSse;
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
      return head.format() == Format.CLAUDE_STREAM
          ? run(openTelemetry, tree, head.whole())
          : answer(openTelemetry, tree, head);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Report run(OpenTelemetry openTelemetry, SpanTree tree, InputStream in)
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

  private static Report answer(OpenTelemetry openTelemetry, SpanTree tree, Head head)
      throws IOException {
    boolean anthropic = head.format() == Format.ANTHROPIC_SSE;
    var agents = AgentTracer.builder(openTelemetry)
        .setProvider(anthropic ? "anthropic" : "openai")
        .build();
    Generation generation = agents.startGeneration(AgentRequest.builder().build());
    var facts = new AnswerFacts(generation);
    try (generation) {
      if (anthropic) {
        AnthropicSse.of(generation).readAll(head.whole(), facts::accept);
      } else {
        OpenAiSse.of(generation).readAll(head.whole(), facts::accept);
      }
    }
    return facts.report(tree);
  }
}
