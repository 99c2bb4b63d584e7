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
    if (generation.isRecorded()) {
      span.setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT);
      span.setAttribute(GenAi.PROVIDER_NAME, names.provider);
      AgentTracer.set(span, GenAi.CONVERSATION_ID, run.root().conversationId());
      if (prompt != null) {
        generation.input(prompt);
      }
    }
    open(run, generation, span, nanos);
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
    if (tool.isRecorded()) {
      write(run, span, names.tool, known(id), arguments);
    }
    if (open(run, tool, span, nanos)) {
      run.countTool();
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

  /**
   * Opens a call in {@code run}. All that is known of it must be on its span by now: from here on
   * the end of the run may end it. A call that comes after that end, or beyond the limit, is not
   * recorded, and false is returned.
   */
  static boolean open(AgentRun run, Call call, Span span, long nanos) {
    if (run.open(call)) {
      return true;
    }
    call.claimEnd();
    Drops drops = run.tracer().drops;
    drops.count(run.hasEnded() ? "call_after_end" : "too_many_open_calls");
    if (span.isRecording()) {
      // Whoever watches spans saw it start.
      span.setAttribute(GenAi.OUTCOME, Outcome.ABANDONED.label);
      Spans.end(span, run.epoch(nanos), drops);
    }
    return false;
  }

  /**
   * A host without null checks may pass null where a name was expected: that is no reason to fail.
   */
  private static String known(@Nullable String name) {
    return name == null ? GenAi.OTHER : name;
  }

  private CallStart() {}
}
