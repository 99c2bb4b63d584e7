// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import java.util.List;
import java.util.Set;

/** Which attributes and events say what prompts, answers and tools said. */
final class ContentKeys {
  private static final Set<String> NAMES = Set.of(
      "gen_ai.input.messages",
      "gen_ai.output.messages",
      "gen_ai.system_instructions",
      "gen_ai.tool.call.arguments",
      "gen_ai.tool.call.result",
      "gen_ai.tool.definitions",
      "gen_ai.retrieval.query.text",
      "gen_ai.retrieval.documents",
      "langfuse.observation.input",
      "langfuse.observation.output",
      "langfuse.trace.input",
      "langfuse.trace.output",
      "input.value",
      "output.value",
      "traceloop.entity.input",
      "traceloop.entity.output");

  /** Older conventions of GenAI, OpenInference and OpenLLMetry, which number their messages. */
  private static final List<String> PREFIXES = List.of(
      "gen_ai.prompt",
      "gen_ai.completion",
      "gen_ai.content.",
      "llm.input_messages",
      "llm.output_messages",
      "llm.prompts",
      "llm.completions",
      "retrieval.documents");

  /** Events of the older GenAI conventions. */
  private static final Set<String> EVENTS = Set.of(
      "gen_ai.content.prompt",
      "gen_ai.content.completion",
      "gen_ai.client.inference.operation.details",
      "gen_ai.system.message",
      "gen_ai.user.message",
      "gen_ai.assistant.message",
      "gen_ai.tool.message",
      "gen_ai.choice");

  static boolean isContent(String attribute) {
    if (NAMES.contains(attribute)) {
      return true;
    }
    for (String prefix : PREFIXES) {
      if (attribute.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  static boolean isContentEvent(String name) {
    return EVENTS.contains(name);
  }

  private ContentKeys() {}
}
