// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Opens the model and tool calls of a run. */
final class CallStart {
  static Generation generation(AgentRun run, String model, @Nullable String prompt, long nanos) {
    AgentTracer tracer = run.tracer();
    ModelNames names = tracer.model(known(model), null);
    Span span = run.recordsChildren()
        ? tracer.startGenerationSpan(names, run.context(), run.epoch(nanos))
        : Span.getInvalid();
    var generation = new Generation(run, names, span, nanos);
    if (!run.open(generation)) {
      refuse(run, generation, nanos);
      return generation;
    }
    if (span.isRecording()) {
      span.setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT);
      span.setAttribute(GenAi.PROVIDER_NAME, names.provider);
      AgentTracer.set(span, GenAi.CONVERSATION_ID, run.root().conversationId());
      if (prompt != null) {
        generation.input(prompt);
      }
    }
    return generation;
  }

  /** {@code parent} is null for the run itself. */
  static ToolCall tool(
      AgentRun run,
      String name,
      String id,
      @Nullable String arguments,
      @Nullable Context parent,
      long nanos) {
    AgentTracer tracer = run.tracer();
    ToolNames names = tracer.names.tool(known(name));
    Span span = run.recordsChildren()
        ? tracer.startToolSpan(names, parent == null ? run.context() : parent, run.epoch(nanos))
        : Span.getInvalid();
    var tool = new ToolCall(run, names, span, nanos);
    if (!run.open(tool)) {
      refuse(run, tool, nanos);
      return tool;
    }
    run.countTool();
    if (span.isRecording()) {
      write(run, span, names.tool, known(id), arguments);
    }
    return tool;
  }

  private static void write(
      AgentRun run, Span span, String name, String id, @Nullable String arguments) {
    Content content = run.tracer().content;
    span.setAttribute(GenAi.OPERATION_NAME, GenAi.EXECUTE_TOOL);
    span.setAttribute(GenAi.TOOL_NAME, name);
    span.setAttribute(GenAi.TOOL_CALL_ID, id);
    span.setAttribute(GenAi.TOOL_TYPE, "function");
    AgentTracer.set(span, GenAi.CONVERSATION_ID, run.root().conversationId());
    if (arguments != null && content.isOn()) {
      AgentTracer.set(
          span, GenAi.TOOL_ARGUMENTS, content.json(ContentKind.TOOL_ARGUMENTS, arguments));
    }
  }

  /** A call that comes after the end of its run, or beyond the limit, is not recorded. */
  private static void refuse(AgentRun run, SpanCall call, long nanos) {
    call.claimEnd();
    run.tracer().drops.count(run.hasEnded() ? "call_after_end" : "too_many_open_calls");
    Spans.end(call.span, run.epoch(nanos), run.tracer().drops);
  }

  /**
   * A host without null checks may pass null where a name was expected: that is no reason to fail.
   */
  private static String known(@Nullable String name) {
    return name == null ? GenAi.OTHER : name;
  }

  private CallStart() {}
}
