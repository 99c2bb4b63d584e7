// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Every convention name that core writes: attributes, span and metric names, as the GenAI
 * conventions had them in version 1.41, which today's dashboards and backends read; our own names
 * where the conventions have none.
 */
final class GenAi {
  static final String CHAT = "chat";
  static final String EXECUTE_TOOL = "execute_tool";
  static final String INVOKE_AGENT = "invoke_agent";
  /**
   * The value for names beyond the cap on distinct values, and for what is not known but required.
   */
  static final String OTHER = "_OTHER";

  static final AttributeKey<String> OPERATION_NAME =
      AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER_NAME = AttributeKey.stringKey("gen_ai.provider.name");
  static final AttributeKey<String> AGENT_NAME = AttributeKey.stringKey("gen_ai.agent.name");
  static final AttributeKey<String> AGENT_ID = AttributeKey.stringKey("gen_ai.agent.id");
  static final AttributeKey<String> AGENT_DESCRIPTION =
      AttributeKey.stringKey("gen_ai.agent.description");
  static final AttributeKey<String> AGENT_VERSION = AttributeKey.stringKey("gen_ai.agent.version");
  static final AttributeKey<String> CONVERSATION_ID =
      AttributeKey.stringKey("gen_ai.conversation.id");
  static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<Boolean> REQUEST_STREAM =
      AttributeKey.booleanKey("gen_ai.request.stream");
  static final AttributeKey<String> RESPONSE_MODEL =
      AttributeKey.stringKey("gen_ai.response.model");
  static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
  static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  static final AttributeKey<Double> TIME_TO_FIRST_CHUNK =
      AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
  static final AttributeKey<Long> USAGE_INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> USAGE_OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> USAGE_CACHE_READ =
      AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
  static final AttributeKey<Long> USAGE_CACHE_CREATION =
      AttributeKey.longKey("gen_ai.usage.cache_creation.input_tokens");
  static final AttributeKey<Long> USAGE_REASONING =
      AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");
  static final AttributeKey<Double> USAGE_COST = AttributeKey.doubleKey("gen_ai.usage.cost");
  static final AttributeKey<String> TOOL_NAME = AttributeKey.stringKey("gen_ai.tool.name");
  static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");
  static final AttributeKey<String> TOOL_CALL_ID = AttributeKey.stringKey("gen_ai.tool.call.id");
  static final AttributeKey<String> TOOL_ARGUMENTS =
      AttributeKey.stringKey("gen_ai.tool.call.arguments");
  static final AttributeKey<String> TOOL_RESULT = AttributeKey.stringKey("gen_ai.tool.call.result");
  static final AttributeKey<String> SYSTEM_INSTRUCTIONS =
      AttributeKey.stringKey("gen_ai.system_instructions");
  static final AttributeKey<String> INPUT_MESSAGES =
      AttributeKey.stringKey("gen_ai.input.messages");
  static final AttributeKey<String> OUTPUT_MESSAGES =
      AttributeKey.stringKey("gen_ai.output.messages");
  static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> USER_ID = AttributeKey.stringKey("user.id");

  static final AttributeKey<Long> PROMPT_LENGTH = AttributeKey.longKey("agent.prompt_length");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("agent.outcome");
  static final AttributeKey<Long> TOOLS_EXECUTED = AttributeKey.longKey("agent.tools.executed");
  static final AttributeKey<Long> TOKENS_INPUT = AttributeKey.longKey("agent.tokens.input");
  static final AttributeKey<Long> TOKENS_OUTPUT = AttributeKey.longKey("agent.tokens.output");
  static final AttributeKey<Long> TOKENS_TOTAL = AttributeKey.longKey("agent.tokens.total");
  static final AttributeKey<Double> COST_USD = AttributeKey.doubleKey("agent.cost.usd");
  static final AttributeKey<Double> COST_INPUT_USD = AttributeKey.doubleKey("agent.cost.input_usd");
  static final AttributeKey<Double> COST_OUTPUT_USD =
      AttributeKey.doubleKey("agent.cost.output_usd");
  static final AttributeKey<Double> COST_REPORTED_USD =
      AttributeKey.doubleKey("agent.cost.reported_usd");
  static final AttributeKey<Boolean> COST_MISMATCH = AttributeKey.booleanKey("agent.cost.mismatch");
  static final AttributeKey<Boolean> USAGE_ADJUSTED =
      AttributeKey.booleanKey("agent.usage.adjusted");
  static final AttributeKey<Boolean> USAGE_SETTLEMENT =
      AttributeKey.booleanKey("agent.usage.settlement");
  static final AttributeKey<Long> DROPPED_LINES =
      AttributeKey.longKey("agent.stream.dropped_lines");
  static final AttributeKey<List<String>> TAGS = AttributeKey.stringArrayKey("agent.tags");
  static final String METADATA_PREFIX = "agent.metadata.";
  static final AttributeKey<Long> TOOL_RESULT_LENGTH =
      AttributeKey.longKey("agent.tool.result_length");

  static final AttributeKey<String> METRIC_MODEL = AttributeKey.stringKey("model");
  static final AttributeKey<String> METRIC_AGENT = AttributeKey.stringKey("agent");
  static final AttributeKey<String> METRIC_TOOL = AttributeKey.stringKey("tool");
  static final AttributeKey<String> METRIC_TYPE = AttributeKey.stringKey("type");
  static final AttributeKey<String> METRIC_STATUS = AttributeKey.stringKey("status");
  static final AttributeKey<String> METRIC_SOURCE = AttributeKey.stringKey("source");
  static final AttributeKey<String> METRIC_REASON = AttributeKey.stringKey("reason");

  static final String EXECUTIONS = "agent.executions";
  static final String TOKENS = "agent.tokens";
  static final String COST = "agent.cost.usd";
  static final String TOOLS = "agent.tools.executed";
  static final String DROPPED = "agent.telemetry.dropped";
  static final String AGENT_DURATION = "gen_ai.invoke_agent.duration";
  static final String AGENT_TOOL_CALLS = "gen_ai.invoke_agent.tool_calls";
  static final String AGENT_INFERENCE_CALLS = "gen_ai.invoke_agent.inference_calls";
  static final String TOOL_DURATION = "gen_ai.execute_tool.duration";
  static final String OPERATION_DURATION = "gen_ai.client.operation.duration";
  static final String TOKEN_USAGE = "gen_ai.client.token.usage";
  static final String OPERATION_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";
  static final String OPERATION_OUTPUT_CHUNK = "gen_ai.client.operation.time_per_output_chunk";

  private GenAi() {}
}
