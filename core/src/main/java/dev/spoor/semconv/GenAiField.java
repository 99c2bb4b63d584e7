// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.semconv;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be read from a span, with every attribute name under which it is found, the preferred
 * one first: today's conventions, those to come, those of before 1.37, OpenLLMetry's,
 * OpenInference's.
 */
enum GenAiField {
  OPERATION("gen_ai.operation.name", "llm.request.type"),
  PROVIDER("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"),
  REQUEST_MODEL(
      "gen_ai.request.model", "llm.request.model", "llm.model_name", "embedding.model_name"),
  RESPONSE_MODEL("gen_ai.response.model", "llm.response.model"),
  RESPONSE_ID("gen_ai.response.id", "llm.response.id"),
  FINISH_REASONS("gen_ai.response.finish_reasons", "gen_ai.response.finish_reason"),
  TIME_TO_FIRST_CHUNK(
      "gen_ai.response.time_to_first_chunk",
      "gen_ai.response.time_to_first_token",
      "gen_ai.server.time_to_first_token"),
  INPUT_TOKENS(
      "gen_ai.usage.input_tokens",
      "gen_ai.usage.prompt_tokens",
      "llm.usage.prompt_tokens",
      "llm.token_count.prompt"),
  OUTPUT_TOKENS(
      "gen_ai.usage.output_tokens",
      "gen_ai.usage.completion_tokens",
      "llm.usage.completion_tokens",
      "llm.token_count.completion"),
  CACHE_READ_TOKENS(
      "gen_ai.usage.cache_read.input_tokens",
      "gen_ai.usage.cache_read_input_tokens",
      "gen_ai.usage.cached_input_tokens",
      "gen_ai.usage.input_tokens.cached",
      "gen_ai.usage.cached_tokens",
      "llm.usage.cache_read_input_tokens",
      "llm.token_count.prompt_details.cache_read"),
  CACHE_WRITE_TOKENS(
      "gen_ai.usage.cache_write.input_tokens",
      "gen_ai.usage.cache_creation.input_tokens",
      "gen_ai.usage.cache_creation_input_tokens",
      "gen_ai.usage.cache_write_input_tokens",
      "llm.usage.cache_creation_input_tokens",
      "llm.token_count.prompt_details.cache_write"),
  REASONING_TOKENS(
      "gen_ai.usage.reasoning.output_tokens",
      "gen_ai.usage.reasoning_tokens",
      "gen_ai.usage.output_tokens.reasoning",
      "llm.usage.reasoning_tokens",
      "llm.token_count.completion_details.reasoning"),
  AUDIO_INPUT_TOKENS("gen_ai.usage.audio.input_tokens", "llm.token_count.prompt_details.audio"),
  AUDIO_OUTPUT_TOKENS(
      "gen_ai.usage.audio.output_tokens", "llm.token_count.completion_details.audio"),
  COST(
      "gen_ai.usage.cost", "gen_ai.usage.cost.amount", "gen_ai.usage.total_cost", "llm.cost.total"),
  CONVERSATION("gen_ai.conversation.id"),
  AGENT_NAME("gen_ai.agent.name", "agent.name"),
  TOOL_NAME("gen_ai.tool.name", "tool.name"),
  TOOL_CALL_ID("gen_ai.tool.call.id", "tool_call.id"),
  TOOL_ARGUMENTS("gen_ai.tool.call.arguments", "tool.parameters"),
  TOOL_RESULT("gen_ai.tool.call.result"),
  TOOL_DEFINITIONS("gen_ai.tool.definitions", "gen_ai.request.tools"),
  SYSTEM_INSTRUCTIONS("gen_ai.system_instructions"),
  INPUT_MESSAGES("gen_ai.input.messages", "gen_ai.prompt", "input.value", "traceloop.entity.input"),
  OUTPUT_MESSAGES(
      "gen_ai.output.messages", "gen_ai.completion", "output.value", "traceloop.entity.output"),
  SPAN_KIND("openinference.span.kind", "traceloop.span.kind");

  @SuppressWarnings("ImmutableEnumChecker") // never handed out
  private final String[] names;

  GenAiField(String... names) {
    this.names = names;
  }

  /** Returns what the attribute {@code name} tells, or null if it is not about generative AI. */
  static @Nullable Spelling of(String name) {
    return Spelling.ALL.get(name);
  }

  /** One name of a field; of two on one span the lower rank is believed. */
  record Spelling(GenAiField field, int rank) {
    private static final Map<String, Spelling> ALL = all();

    private static Map<String, Spelling> all() {
      Map<String, Spelling> all = new HashMap<>();
      for (GenAiField field : values()) {
        for (int rank = 0; rank < field.names.length; rank++) {
          all.put(field.names[rank], new Spelling(field, rank));
        }
      }
      return all;
    }
  }
}
