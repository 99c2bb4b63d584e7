// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Set;

/** Which attributes and events say what prompts, answers and tools said. */
final class ContentKeys {
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  /** The {@code error.type} of a tool that failed by its result, not by an exception. */
  static final String TOOL_ERROR = "tool_error";

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
      "traceloop.entity.output",
      "spring.ai.tool.call.arguments",
      "spring.ai.tool.call.result",
      "db.vector.query.content",
      "tool.parameters");

  /** Older conventions of GenAI number their messages; gen_ai.prompt.name is no message. */
  private static final List<String> NUMBERED = List.of("gen_ai.prompt", "gen_ai.completion");

  /** Older conventions of GenAI, OpenInference, Spring AI and Vercel's AI SDK. */
  private static final List<String> PREFIXES = List.of(
      "gen_ai.content.",
      "llm.input_messages",
      "llm.output_messages",
      "llm.prompts",
      "llm.completions",
      "llm.prompt_template",
      "llm.tools",
      "llm.function_call",
      "retrieval.documents",
      "reranker.",
      "embedding.embeddings",
      "db.vector.query.response.documents",
      "ai.prompt",
      "ai.response.text",
      "ai.response.object",
      "ai.response.toolCalls",
      "ai.toolCall.args",
      "ai.toolCall.result");

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
    return PREFIXES.stream().anyMatch(attribute::startsWith)
        || NUMBERED.stream().anyMatch(name -> isNumbered(attribute, name));
  }

  private static boolean isNumbered(String attribute, String name) {
    int length = name.length();
    return attribute.startsWith(name)
        && (attribute.length() == length
            || (attribute.length() > length + 1
                && attribute.charAt(length) == '.'
                && Character.isDigit(attribute.charAt(length + 1))));
  }

  static boolean isContentEvent(String name) {
    return EVENTS.contains(name);
  }

  private ContentKeys() {}
}
