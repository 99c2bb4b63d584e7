// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model: a span from the request to the end of the answer. Safe for use by many
 * threads; the first end counts. Nothing here throws.
 *
 * <pre>{@code
 * try (Generation generation = run.generation("claude-sonnet-4-5")) {
 *   Message message = client.messages().create(params);
 *   generation.usage(usageOf(message)).finishReason("end_turn");
 * }
 * }</pre>
 */
public final class Generation extends SpanCall implements AutoCloseable {
  /** Changes once at most, before the end, with this object's monitor held; any of them will do. */
  private ModelNames names;

  private TokenUsage usage = TokenUsage.NONE;
  /** Made when the answer comes in pieces or its content is kept. */
  private @Nullable StreamedAnswer answer;

  Generation(AgentRun run, ModelNames names, Span span, long startNanos) {
    super(run, span, startNanos);
    this.names = names;
  }

  /** Returns the context of this call, to be given to the model's client. */
  public Context context() {
    return spanContext();
  }

  /** Makes {@link #context()} current; close the scope on this thread before the block ends. */
  @SuppressWarnings("MustBeClosedChecker") // The caller closes it.
  public Scope makeCurrent() {
    return context().makeCurrent();
  }

  /**
   * Records what the call has used so far. Replaces what was told before; it is counted when the
   * call ends.
   */
  public synchronized Generation usage(TokenUsage usage) {
    this.usage = usage == null || hasEnded() ? this.usage : usage;
    return this;
  }

  /** Records why the model stopped, by the provider's own word. */
  public Generation finishReason(@Nullable String finishReason) {
    if (finishReason != null && span.getSpanContext().isValid()) {
      span.setAttribute(GenAi.FINISH_REASONS, run.tracer().names.finishReason(finishReason));
      if (capturesContent()) {
        synchronized (this) {
          answer().finishReason = finishReason;
        }
      }
    }
    return this;
  }

  /** Records the model that answered, if it is not the one that was asked. */
  public Generation responseModel(String model) {
    if (isRecorded() && !names.model.equals(model)) {
      span.setAttribute(GenAi.RESPONSE_MODEL, model);
    }
    return this;
  }

  /** Records the provider's id of the answer. */
  public Generation responseId(String id) {
    span.setAttribute(GenAi.RESPONSE_ID, id);
    return this;
  }

  /** Sets an attribute of the span, for example a parameter of the request. */
  public <T> Generation setAttribute(AttributeKey<T> key, T value) {
    span.setAttribute(key, value);
    return this;
  }

  /** Records what the model was asked, if content is captured. */
  public Generation input(String prompt) {
    if (capturesContent()) {
      span.setAttribute(GenAi.INPUT_MESSAGES, run.tracer().content.prompt(prompt));
    }
    return this;
  }

  /**
   * Records that a chunk of a streamed answer arrived. {@code text} is kept only if content is
   * captured.
   */
  public Generation chunk(String text) {
    chunk(run.now());
    addText(text);
    return this;
  }

  /** Records what the model answered, if content is captured; what is told in pieces adds up. */
  public Generation output(String text) {
    addText(text);
    return this;
  }

  /** Starts a call of a tool that belongs to this answer, as a child of its span. */
  public ToolCall tool(String name, String id, @Nullable String arguments) {
    return run.startTool(name, id, arguments, run.recordsChildren() ? context() : null, run.now());
  }

  /**
   * Takes over what a reader of a provider's stream says of this call. Events that are not about it
   * are ignored.
   */
  public void accept(AgentEvent event) {
    long nanos = run.now();
    // Null is no event of any kind.
    if (event instanceof AgentEvent.Text text) {
      accept(text.text(), text.partial(), false, nanos);
    } else if (event instanceof AgentEvent.Thinking thinking) {
      accept(thinking.text(), thinking.partial(), true, nanos);
    } else if (event instanceof AgentEvent.ToolUse use) {
      toolUse(use, nanos);
    } else if (event instanceof AgentEvent.Usage told) {
      usage(told, nanos);
    } else if (event instanceof AgentEvent.Failed failed) {
      fail(failed.errorType(), failed.message());
    }
  }

  /** Ends the call as successful, unless it has ended. */
  @Override
  public void close() {
    end(null, Outcome.SUCCESS, now());
  }

  void accept(String text, boolean partial, boolean thinking, long nanos) {
    if (partial) {
      chunk(nanos);
    } else {
      touch(nanos);
    }
    if (thinking) {
      addThinking(text);
    } else {
      addText(text);
    }
  }

  synchronized void toolUse(AgentEvent.ToolUse use, long nanos) {
    answer().lastNanos = nanos;
    if (capturesContent()) {
      content().addToolCall(use.id(), use.name(), use.input());
    }
  }

  void usage(AgentEvent.Usage told, long nanos) {
    if (told.model() != null) {
      responseModelSeen(told.model());
    }
    touch(nanos);
    usage(told.usage());
    finishReason(told.finishReason());
  }

  /** Ends the call when its last event came: what an agent's stream shows has no end of its own. */
  void finish() {
    end(null, Outcome.SUCCESS, lastNanos());
  }

  /** Counts what is known by now, before reported totals are compared with the books. */
  void book() {
    TokenUsage now;
    TokenUsage before;
    boolean recording;
    synchronized (this) {
      if (hasEnded()) {
        return;
      }
      now = usage;
      before = answer().booked;
      answer().booked = now;
      // Whoever ends this meanwhile waits here before the span ends.
      recording = isRecorded();
    }
    book(now, before, recording);
  }

  synchronized long lastNanos() {
    return answer == null ? startNanos : answer.lastNanos;
  }

  synchronized TokenUsage usage() {
    return usage;
  }

  /** Returns what was used in all, to one who saw this end: nothing changes from there on. */
  TokenUsage usageAtEnd() {
    return usage;
  }

  ModelNames names() {
    return names;
  }

  /** What it is counted under stays as it is once this has ended. */
  private synchronized void responseModelSeen(String model) {
    if (names.model.equals(GenAi.OTHER) && !hasEnded()) {
      names = run.tracer().model(model, null);
      span.updateName(names.spanName);
      span.setAttribute(GenAi.PROVIDER_NAME, names.provider);
    } else {
      responseModel(model);
    }
  }

  private synchronized void touch(long nanos) {
    answer().lastNanos = nanos;
  }

  private void chunk(long nanos) {
    double seconds;
    boolean first;
    synchronized (this) {
      StreamedAnswer streamed = answer();
      first = !streamed.hasChunks();
      seconds = seconds(nanos - (first ? startNanos : streamed.lastChunkNanos));
      streamed.chunk(nanos);
    }
    Instruments instruments = run.tracer().instruments;
    (first ? instruments.firstChunk : instruments.outputChunk)
        .record(seconds, names.operation, run.measuredContext());
  }

  private synchronized void addText(String text) {
    if (text != null && capturesContent()) {
      content().addText(text);
    }
  }

  private synchronized void addThinking(String text) {
    if (text != null && capturesContent()) {
      content().addThinking(text);
    }
  }

  private boolean capturesContent() {
    return run.tracer().content.isOn() && isRecorded();
  }

  private StreamedAnswer answer() {
    if (answer == null) {
      answer = new StreamedAnswer(startNanos);
    }
    return answer;
  }

  private GenerationContent content() {
    return answer().content(run.tracer().content);
  }

  @Override
  void end(@Nullable Failure reason, Outcome outcome, long nanos) {
    if (!claimEnd()) {
      return;
    }
    boolean recording = isRecorded();
    TokenUsage used;
    TokenUsage before;
    synchronized (this) {
      used = usage;
      before = answer == null ? TokenUsage.NONE : answer.booked;
      if (recording) {
        writeEnd(reason, outcome);
      }
    }
    book(used, before, recording);
    record(used, reason, nanos);
    run.ended(this, recording, nanos);
  }

  private void book(TokenUsage now, TokenUsage before, boolean onSpan) {
    if (!now.isEmpty()) {
      run.book(this, now, before, onSpan);
    }
  }

  private void writeEnd(@Nullable Failure reason, Outcome outcome) {
    span.setAttribute(GenAi.REQUEST_MODEL, names.model);
    if (answer != null) {
      answer.write(span, startNanos);
    }
    UsageAttributes.write(span, usage, run.tracer().picos(names, usage, false));
    if (reason != null) {
      reason.writeTo(span, run.tracer().drops);
    } else if (outcome != Outcome.SUCCESS) {
      span.setAttribute(GenAi.OUTCOME, outcome.label);
    }
  }

  private void record(TokenUsage used, @Nullable Failure reason, long nanos) {
    Instruments instruments = run.tracer().instruments;
    ModelNames model = names;
    Context context = run.measuredContext();
    String errorType = reason == null ? null : reason.type();
    instruments.operationDuration.record(
        seconds(nanos - startNanos), model.operation(errorType), context);
    // The convention wants no partial counts here.
    if (used.input() >= 0 && used.output() >= 0) {
      instruments.tokenUsage.record(used.input(), model.inputUsage, context);
      instruments.tokenUsage.record(used.output(), model.outputUsage, context);
    }
  }
}
