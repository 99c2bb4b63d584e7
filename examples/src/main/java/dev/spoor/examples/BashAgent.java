// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.cost.TokenUsage;
import dev.spoor.langfuse.LangfuseTracer;
import dev.spoor.langfuse.Observation;
import dev.spoor.langfuse.ObservationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An agent of one turn, observed by hand: it runs a command with its bash tool, asks a model what
 * the output means, and gives its answer, or fails. Each step is an observation of its own type.
 */
final class BashAgent {
  /** What a model says to messages. */
  interface Model {
    /** Returns the answer; throws what the provider's client throws. */
    Reply reply(List<Map<String, String>> messages) throws IOException;
  }

  /** A model's answer and what it used. */
  record Reply(String model, String text, TokenUsage usage) {}

  private final LangfuseTracer langfuse;
  private final Model model;

  BashAgent(LangfuseTracer langfuse, Model model) {
    this.langfuse = langfuse;
    this.model = model;
  }

  /** Returns what {@code command} comes to; throws what went wrong, after it has been recorded. */
  String run(String task, String command) throws IOException, InterruptedException {
    try (Observation agent =
        langfuse.start("bash-agent", ObservationType.AGENT).input(Map.of("task", task))) {
      try {
        return answer(agent, task, command);
      } catch (IOException | InterruptedException e) {
        // Within the block that ends the observation: afterwards nothing more is recorded.
        agent.fail(e).output(Map.of("error", e.toString())).metadata("failed", true);
        throw e;
      }
    }
  }

  private String answer(Observation agent, String task, String command)
      throws IOException, InterruptedException {
    String output = bash(agent, command);
    String answer = generate(agent, task, output);
    agent.output(Map.of("answer", answer)).metadata(Map.of("toolCalls", 1, "turns", 1));
    return answer;
  }

  private static String bash(Observation agent, String command)
      throws IOException, InterruptedException {
    try (Observation tool =
        agent.start("bash-tool", ObservationType.TOOL).input(Map.of("command", command))) {
      Process process =
          new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      tool.output(output).metadata("exitCode", exitCode);
      if (exitCode != 0) {
        var failure = new IOException("the command ended with exit code " + exitCode);
        tool.fail(failure);
        throw failure;
      }
      return output;
    }
  }

  private String generate(Observation agent, String task, String output) throws IOException {
    List<Map<String, String>> messages =
        List.of(Map.of("role", "user", "content", task), Map.of("role", "tool", "content", output));
    try (Observation generation =
        agent.start("answer", ObservationType.GENERATION).input(messages)) {
      Reply reply = reply(generation, messages);
      generation
          .model(reply.model())
          .modelParameters(Map.of("temperature", 0))
          .usage(reply.usage())
          .output(Map.of("role", "assistant", "content", reply.text()));
      return reply.text();
    }
  }

  private Reply reply(Observation generation, List<Map<String, String>> messages)
      throws IOException {
    try {
      return model.reply(messages);
    } catch (IOException e) {
      generation.fail(e);
      throw e;
    }
  }
}
