// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool: a span from the call to its result. Safe for use by many threads; the first
 * end counts. Nothing here throws.
 */
public final class ToolCall extends SpanCall implements AutoCloseable {
  private final ToolNames names;

  ToolCall(AgentRun run, ToolNames names, Span span, long startNanos) {
    super(run, span, startNanos);
    this.names = names;
  }

  /** Returns the context in which the tool works, to be given to what it calls. */
  public Context context() {
    return spanContext();
  }

  /** Makes {@link #context()} current; close the scope on this thread before the block ends. */
  @SuppressWarnings("MustBeClosedChecker") // The caller closes it.
  public Scope makeCurrent() {
    return context().makeCurrent();
  }

  /**
   * Records what the tool returned: its length, and the text itself if content is captured. Does
   * not end the call.
   */
  public ToolCall result(String content) {
    return result(content, false);
  }

  /** {@code json} says that {@code content} is JSON text, which stays so when it is cut. */
  ToolCall result(String content, boolean json) {
    if (content != null && !hasEnded() && span.getSpanContext().isValid()) {
      span.setAttribute(GenAi.TOOL_RESULT_LENGTH, content.length());
      Content capture = run.tracer().content;
      if (capture.isOn() && isRecorded()) {
        span.setAttribute(
            GenAi.TOOL_RESULT,
            json
                ? capture.json(ContentKind.TOOL_RESULT, content)
                : capture.text(ContentKind.TOOL_RESULT, content));
      }
    }
    return this;
  }

  /** Ends the call as successful, unless it has ended. */
  @Override
  public void close() {
    end(null, Outcome.SUCCESS, now());
  }

  String name() {
    return names.tool;
  }

  @Override
  void end(@Nullable Failure reason, Outcome outcome, long nanos) {
    if (!claimEnd()) {
      return;
    }
    AgentTracer tracer = run.tracer();
    boolean recording = isRecorded();
    if (recording) {
      if (reason != null) {
        reason.writeTo(span, tracer.drops);
      } else if (outcome != Outcome.SUCCESS) {
        span.setAttribute(GenAi.OUTCOME, outcome.label);
      }
    }
    tracer.instruments.tools.add(1, names.executed(outcome), run.measuredContext());
    tracer.instruments.toolDuration.record(
        seconds(nanos - startNanos),
        names.duration(reason == null ? null : reason.type()),
        run.measuredContext());
    run.ended(this, recording, nanos);
  }
}
