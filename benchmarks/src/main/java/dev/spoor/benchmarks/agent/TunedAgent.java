// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.agent;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same spans, attributes and metrics as an expert types them for one known model, agent and
 * tool: constant keys, metric attributes made once, contexts passed on. Tool calls are still found
 * by their id, as a stream of callbacks needs it. This is the floor that the library is held
 * against.
 */
final class TunedAgent {
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
  private static final AttributeKey<String> PROVIDER =
      AttributeKey.stringKey("gen_ai.provider.name");
  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
  private static final AttributeKey<Long> PROMPT_LENGTH =
      AttributeKey.longKey("agent.prompt_length");
  private static final AttributeKey<Long> TOOLS = AttributeKey.longKey("agent.tools.executed");
  private static final AttributeKey<Long> TOKENS_INPUT = AttributeKey.longKey("agent.tokens.input");
  private static final AttributeKey<Long> TOKENS_OUTPUT =
      AttributeKey.longKey("agent.tokens.output");
  private static final AttributeKey<Long> TOKENS_TOTAL = AttributeKey.longKey("agent.tokens.total");
  private static final AttributeKey<Double> COST = AttributeKey.doubleKey("agent.cost.usd");
  private static final AttributeKey<Double> COST_INPUT =
      AttributeKey.doubleKey("agent.cost.input_usd");
  private static final AttributeKey<Double> COST_OUTPUT =
      AttributeKey.doubleKey("agent.cost.output_usd");
  private static final AttributeKey<Long> USAGE_INPUT =
      AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> USAGE_OUTPUT =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  private static final AttributeKey<Double> USAGE_COST =
      AttributeKey.doubleKey("gen_ai.usage.cost");
  private static final AttributeKey<List<String>> FINISH =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  private static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
  private static final AttributeKey<String> TOOL_ID = AttributeKey.stringKey("gen_ai.tool.call.id");
  private static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");
  private static final AttributeKey<Long> RESULT_LENGTH =
      AttributeKey.longKey("agent.tool.result_length");
  private static final AttributeKey<String> METRIC_MODEL = AttributeKey.stringKey("model");
  private static final AttributeKey<String> METRIC_TYPE = AttributeKey.stringKey("type");
  private static final AttributeKey<String> METRIC_SOURCE = AttributeKey.stringKey("source");
  private static final AttributeKey<String> METRIC_STATUS = AttributeKey.stringKey("status");
  private static final AttributeKey<String> METRIC_AGENT = AttributeKey.stringKey("agent");
  private static final AttributeKey<String> METRIC_TOOL = AttributeKey.stringKey("tool");
  private static final AttributeKey<String> TOKEN_TYPE =
      AttributeKey.stringKey("gen_ai.token.type");

  private final Tracer tracer;
  private final LongCounter executions;
  private final LongCounter tokens;
  private final DoubleCounter cost;
  private final LongCounter tools;
  private final DoubleHistogram agentDuration;
  private final LongHistogram toolCalls;
  private final LongHistogram inferenceCalls;
  private final DoubleHistogram toolDuration;
  private final DoubleHistogram operationDuration;
  private final LongHistogram tokenUsage;

  private final String agentSpan;
  private final String chatSpan;
  private final String toolSpan;
  private final Attributes agent;
  private final Attributes execution;
  private final Attributes inputTokens;
  private final Attributes outputTokens;
  private final Attributes inputCost;
  private final Attributes outputCost;
  private final Attributes operation;
  private final Attributes inputUsage;
  private final Attributes outputUsage;
  private final Attributes toolExecution;
  private final Attributes toolTime;

  TunedAgent(OpenTelemetry openTelemetry, Work work) {
    tracer = openTelemetry.getTracer("tuned");
    Meter meter = openTelemetry.getMeter("tuned");
    executions = meter.counterBuilder("agent.executions").build();
    tokens = meter.counterBuilder("agent.tokens").build();
    cost = meter.counterBuilder("agent.cost.usd").ofDoubles().build();
    tools = meter.counterBuilder("agent.tools.executed").build();
    agentDuration = meter.histogramBuilder("gen_ai.invoke_agent.duration").build();
    toolCalls =
        meter.histogramBuilder("gen_ai.invoke_agent.tool_calls").ofLongs().build();
    inferenceCalls =
        meter.histogramBuilder("gen_ai.invoke_agent.inference_calls").ofLongs().build();
    toolDuration = meter.histogramBuilder("gen_ai.execute_tool.duration").build();
    operationDuration =
        meter.histogramBuilder("gen_ai.client.operation.duration").build();
    tokenUsage = meter.histogramBuilder("gen_ai.client.token.usage").ofLongs().build();
    agentSpan = "invoke_agent " + work.agent;
    chatSpan = "chat " + work.model;
    toolSpan = "execute_tool " + work.tool;
    agent = Attributes.of(AGENT, work.agent);
    execution =
        Attributes.of(METRIC_AGENT, work.agent, METRIC_MODEL, work.model, METRIC_STATUS, "success");
    inputTokens = Attributes.of(METRIC_MODEL, work.model, METRIC_TYPE, "input");
    outputTokens = Attributes.of(METRIC_MODEL, work.model, METRIC_TYPE, "output");
    inputCost =
        Attributes.of(METRIC_MODEL, work.model, METRIC_TYPE, "input", METRIC_SOURCE, "computed");
    outputCost =
        Attributes.of(METRIC_MODEL, work.model, METRIC_TYPE, "output", METRIC_SOURCE, "computed");
    operation = Attributes.of(OPERATION, "chat", PROVIDER, work.provider, MODEL, work.model);
    inputUsage = Attributes.of(
        OPERATION, "chat", PROVIDER, work.provider, MODEL, work.model, TOKEN_TYPE, "input");
    outputUsage = Attributes.of(
        OPERATION, "chat", PROVIDER, work.provider, MODEL, work.model, TOKEN_TYPE, "output");
    toolExecution = Attributes.of(METRIC_TOOL, work.tool, METRIC_STATUS, "success");
    toolTime = Attributes.of(TOOL, work.tool);
  }

  Object run(Work work) {
    long start = System.nanoTime();
    Map<String, Span> openTools = new HashMap<>();
    Span run = tracer.spanBuilder(agentSpan).setSpanKind(SpanKind.INTERNAL).startSpan();
    Context context = Context.current().with(run);
    run.setAttribute(OPERATION, "invoke_agent");
    run.setAttribute(AGENT, work.agent);
    run.setAttribute(MODEL, work.model);
    run.setAttribute(PROMPT_LENGTH, work.prompt.length());
    long input = Math.multiplyExact(work.input, work.inputPicos);
    long output = Math.multiplyExact(work.output, work.outputPicos);
    chat(work, context, input / 1e12, output / 1e12);
    tool(work, context, openTools);
    run.setAttribute(TOOLS, 1L);
    run.setAttribute(TOKENS_INPUT, work.input);
    run.setAttribute(TOKENS_OUTPUT, work.output);
    run.setAttribute(TOKENS_TOTAL, work.input + work.output);
    run.setAttribute(COST, Math.addExact(input, output) / 1e12);
    run.setAttribute(COST_INPUT, input / 1e12);
    run.setAttribute(COST_OUTPUT, output / 1e12);
    agentDuration.record((System.nanoTime() - start) / 1e9, agent, context);
    toolCalls.record(1, agent, context);
    inferenceCalls.record(1, agent, context);
    executions.add(1, execution, context);
    run.end();
    return run;
  }

  private void chat(Work work, Context parent, double input, double output) {
    long start = System.nanoTime();
    Span chat = tracer
        .spanBuilder(chatSpan)
        .setParent(parent)
        .setSpanKind(SpanKind.CLIENT)
        .startSpan();
    chat.setAttribute(OPERATION, "chat");
    chat.setAttribute(PROVIDER, work.provider);
    chat.setAttribute(MODEL, work.model);
    chat.setAttribute(USAGE_INPUT, work.input);
    chat.setAttribute(USAGE_OUTPUT, work.output);
    chat.setAttribute(USAGE_COST, input + output);
    chat.setAttribute(FINISH, List.of(work.finishReason));
    tokens.add(work.input, inputTokens, parent);
    tokens.add(work.output, outputTokens, parent);
    cost.add(input, inputCost, parent);
    cost.add(output, outputCost, parent);
    operationDuration.record((System.nanoTime() - start) / 1e9, operation, parent);
    tokenUsage.record(work.input, inputUsage, parent);
    tokenUsage.record(work.output, outputUsage, parent);
    chat.end();
  }

  private void tool(Work work, Context parent, Map<String, Span> openTools) {
    long start = System.nanoTime();
    openTools.put(
        work.toolCallId, tracer.spanBuilder(toolSpan).setParent(parent).startSpan());
    Span tool = openTools.remove(work.toolCallId);
    tool.setAttribute(OPERATION, "execute_tool");
    tool.setAttribute(TOOL, work.tool);
    tool.setAttribute(TOOL_ID, work.toolCallId);
    tool.setAttribute(TOOL_TYPE, "function");
    tool.setAttribute(RESULT_LENGTH, work.toolResult.length());
    tools.add(1, toolExecution, parent);
    toolDuration.record((System.nanoTime() - start) / 1e9, toolTime, parent);
    tool.end();
  }
}
