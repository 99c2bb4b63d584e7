// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.context.Context;
import java.util.Map;

/**
 * The environment that makes Claude Code, run by {@code claude -p} or the Agent SDK in a sandbox,
 * send its own telemetry into our trace. Immutable and safe for use by many threads. Written from
 * Claude Code's documentation of its variables; its traces are a beta there.
 *
 * <pre>{@code
 * var environment = ClaudeCodeEnvironment.create("https://collector:4318");
 * ExecSpec command = ExecSpec.builder("claude", "-p", "--output-format", "stream-json", "--verbose")
 *     .setStdin(prompt)
 *     .addEnvironment(environment.toMap())
 *     .build();
 * }</pre>
 *
 * <p>Take care of two trees: its spans ({@code claude_code.…}) hang below {@code sandbox.execute}
 * and describe the same work as those that a stream reader of the host makes of its output. Use one
 * of the two for tokens and cost. The sandbox needs a way out to the endpoint, and whatever key is
 * in the headers can be read by every program in there.
 */
public final class ClaudeCodeEnvironment {
  private final Map<String, String> variables;

  /** Returns an environment that sends traces, metrics and events to an OTLP/HTTP endpoint. */
  public static ClaudeCodeEnvironment create(String endpoint) {
    return builder(endpoint).build();
  }

  /** Returns a builder of an environment that sends to an OTLP/HTTP endpoint. */
  public static ClaudeCodeEnvironmentBuilder builder(String endpoint) {
    return new ClaudeCodeEnvironmentBuilder(endpoint);
  }

  ClaudeCodeEnvironment(ClaudeCodeEnvironmentBuilder builder) {
    variables = Map.copyOf(builder.variables);
  }

  /**
   * Returns the variables, without the context of a trace: {@link TracedSandbox} adds that for each
   * command.
   */
  public Map<String, String> toMap() {
    return variables;
  }

  /** Returns a new map of the variables and those that carry {@code context}. */
  public Map<String, String> toMap(SandboxPropagator propagator, Context context) {
    return propagator.inject(context, variables);
  }
}
