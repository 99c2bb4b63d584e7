// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.AgentRun;
import dev.spoor.stream.ClaudeStream;

/** What replayed and inspected runs have in common. */
public final class Recording {
  /** The name under which Claude Code's runs are shown. */
  public static final String AGENT = "claude-code";

  private Recording() {}

  static ClaudeStream streamOf(AgentRun run, RunFacts facts) {
    return ClaudeStream.builder(run).setListener(facts::accept).build();
  }
}
