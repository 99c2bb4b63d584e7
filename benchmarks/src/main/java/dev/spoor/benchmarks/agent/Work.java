// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.agent;

import dev.spoor.cost.TokenUsage;

/** What every version records: a run with one model call and one tool call. */
final class Work {
  final String agent = "researcher";
  final String model = "claude-sonnet-4-5";
  final String provider = "anthropic";
  final String prompt = "Which files are in this directory, and what are they for?";
  final String finishReason = "tool_use";
  final String tool = "search";
  final String toolCallId = "toolu_01A";
  final String toolResult = "README.md, pom.xml, src";
  final long input = 18_872;
  final long output = 415;
  final long inputPicos = 3_000_000;
  final long outputPicos = 15_000_000;
  final TokenUsage usage =
      TokenUsage.builder().setInput(input).setOutput(output).build();
}
