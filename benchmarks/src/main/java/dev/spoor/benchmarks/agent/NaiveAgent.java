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
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The same spans, attributes and metrics as a user types them on day one: readable, with string
 * keys.
 */
final class NaiveAgent {
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

  NaiveAgent(OpenTelemetry openTelemetry) {
    tracer = openTelemetry.getTracer("naive");
    Meter meter = openTelemetry.getMeter("naive");
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
  }

  Object run(Work work) {
    long start = System.nanoTime();
    Map<String, Span> openTools = new ConcurrentHashMap<>();
    Span run = tracer
        .spanBuilder("invoke_agent " + work.agent)
        .setSpanKind(SpanKind.INTERNAL)
        .startSpan();
    try (Scope scope = run.makeCurrent()) {
      run.setAttribute("gen_ai.operation.name", "invoke_agent");
      run.setAttribute("gen_ai.agent.name", work.agent);
      run.setAttribute("gen_ai.request.model", work.model);
      run.setAttribute("agent.prompt_length", work.prompt.length());
      double input = work.input * work.inputPicos / 1e12;
      double output = work.output * work.outputPicos / 1e12;
      chat(work, input, output);
      tool(work, openTools);
      run.setAttribute("agent.tools.executed", 1L);
      run.setAttribute("agent.tokens.input", work.input);
      run.setAttribute("agent.tokens.output", work.output);
      run.setAttribute("agent.tokens.total", work.input + work.output);
      run.setAttribute("agent.cost.usd", input + output);
      run.setAttribute("agent.cost.input_usd", input);
      run.setAttribute("agent.cost.output_usd", output);
      return run;
    } finally {
      AttributeKey<String> agent = AttributeKey.stringKey("gen_ai.agent.name");
      agentDuration.record((System.nanoTime() - start) / 1e9, Attributes.of(agent, work.agent));
      toolCalls.record(1, Attributes.of(agent, work.agent));
      inferenceCalls.record(1, Attributes.of(agent, work.agent));
      executions.add(
          1,
          Attributes.of(
              AttributeKey.stringKey("agent"),
              work.agent,
              AttributeKey.stringKey("model"),
              work.model,
              AttributeKey.stringKey("status"),
              "success"));
      run.end();
    }
  }

  private void chat(Work work, double input, double output) {
    long start = System.nanoTime();
    Span chat =
        tracer.spanBuilder("chat " + work.model).setSpanKind(SpanKind.CLIENT).startSpan();
    try (Scope scope = chat.makeCurrent()) {
      chat.setAttribute("gen_ai.operation.name", "chat");
      chat.setAttribute("gen_ai.provider.name", work.provider);
      chat.setAttribute("gen_ai.request.model", work.model);
      chat.setAttribute("gen_ai.usage.input_tokens", work.input);
      chat.setAttribute("gen_ai.usage.output_tokens", work.output);
      chat.setAttribute("gen_ai.usage.cost", input + output);
      chat.setAttribute(
          AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"),
          List.of(work.finishReason));
    } finally {
      AttributeKey<String> model = AttributeKey.stringKey("model");
      AttributeKey<String> type = AttributeKey.stringKey("type");
      tokens.add(work.input, Attributes.of(model, work.model, type, "input"));
      tokens.add(work.output, Attributes.of(model, work.model, type, "output"));
      AttributeKey<String> source = AttributeKey.stringKey("source");
      cost.add(input, Attributes.of(model, work.model, type, "input", source, "computed"));
      cost.add(output, Attributes.of(model, work.model, type, "output", source, "computed"));
      AttributeKey<String> operation = AttributeKey.stringKey("gen_ai.operation.name");
      AttributeKey<String> provider = AttributeKey.stringKey("gen_ai.provider.name");
      AttributeKey<String> request = AttributeKey.stringKey("gen_ai.request.model");
      AttributeKey<String> token = AttributeKey.stringKey("gen_ai.token.type");
      operationDuration.record(
          (System.nanoTime() - start) / 1e9,
          Attributes.of(operation, "chat", provider, work.provider, request, work.model));
      tokenUsage.record(
          work.input,
          Attributes.of(
              operation, "chat", provider, work.provider, request, work.model, token, "input"));
      tokenUsage.record(
          work.output,
          Attributes.of(
              operation, "chat", provider, work.provider, request, work.model, token, "output"));
      chat.end();
    }
  }

  private void tool(Work work, Map<String, Span> openTools) {
    long start = System.nanoTime();
    openTools.put(
        work.toolCallId, tracer.spanBuilder("execute_tool " + work.tool).startSpan());
    Span tool = openTools.remove(work.toolCallId);
    tool.setAttribute("gen_ai.operation.name", "execute_tool");
    tool.setAttribute("gen_ai.tool.name", work.tool);
    tool.setAttribute("gen_ai.tool.call.id", work.toolCallId);
    tool.setAttribute("gen_ai.tool.type", "function");
    tool.setAttribute("agent.tool.result_length", work.toolResult.length());
    tools.add(
        1,
        Attributes.of(
            AttributeKey.stringKey("tool"),
            work.tool,
            AttributeKey.stringKey("status"),
            "success"));
    toolDuration.record(
        (System.nanoTime() - start) / 1e9,
        Attributes.of(AttributeKey.stringKey("gen_ai.tool.name"), work.tool));
    tool.end();
  }
}
