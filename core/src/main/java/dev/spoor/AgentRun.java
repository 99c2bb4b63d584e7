// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of an agent: a span from its start to its end, with the model calls, tool calls and
 * sub-agents in it. Safe for use by many threads: callbacks may come on any of them, twice, late or
 * never; the first end counts, and it ends whatever is still open in the run as abandoned. Nothing
 * here throws, but what the host's own work throws.
 *
 * <pre>{@code
 * try (AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", prompt))) {
 *   stream.onText(run::onText);
 *   stream.onToolUse(run::onToolUse);
 *   stream.onToolResult(run::onToolResult);
 *   stream.join();
 * }
 * }</pre>
 */
public final class AgentRun extends RunBooks implements AutoCloseable {
  /** The parent of what happens in the run; without the run's own span until somebody asks. */
  private Context context;

  AgentRun(
      AgentNames names,
      AgentRequest request,
      Span span,
      Context context,
      long startNanos,
      @Nullable RunExtras extras) {
    super(names, request, span, startNanos, extras);
    this.context = context;
    if (isRecorded()) {
      RunStart.write(this);
    }
    AgentRun owner = owner();
    if (owner != null) {
      CallStart.open(owner, this, span, startNanos);
    }
  }

  /**
   * Returns the context of this run: the parent of what happens in it. Give it to work on other
   * threads.
   */
  public Context context() {
    Context known = context;
    if (!isRecorded() && span.getSpanContext().isValid() && Span.fromContextOrNull(known) != span) {
      // A run that nobody records mostly has nobody who asks. Contexts are immutable: it is no harm
      // if two threads meet here.
      known = known.with(span);
      context = known;
    }
    return known;
  }

  /** Makes {@link #context()} current; close the scope on this thread before the block ends. */
  @SuppressWarnings("MustBeClosedChecker") // The caller closes it.
  public Scope makeCurrent() {
    return context().makeCurrent();
  }

  /** Sets an attribute of this run's span. */
  public <T> AgentRun setAttribute(AttributeKey<T> key, T value) {
    span.setAttribute(key, value);
    return this;
  }

  /** Takes over an event of the agent, or of a sub-agent of it. */
  public void accept(AgentEvent event) {
    try {
      events().accept(event); // Null, or null in it, ends in the catch.
    } catch (RuntimeException e) {
      tracer().drops.count("event", e);
    }
  }

  /** Records text that the model wrote. */
  public void onText(String text) {
    accept(new AgentEvent.Text(text, true, null, null));
  }

  /** Records text that the model thought. */
  public void onThinking(String thinking) {
    accept(new AgentEvent.Thinking(thinking, true, null, null));
  }

  /** Opens a tool call. {@code input} is JSON text. */
  public void onToolUse(String id, String name, String input) {
    accept(new AgentEvent.ToolUse(id, name, input, null, null));
  }

  /** Ends the tool call with this id as successful. */
  public void onToolResult(String id, String content) {
    accept(new AgentEvent.ToolResult(id, content, false, false, null));
  }

  /** Ends the tool call with this id as failed. */
  public void onToolError(String id, String content) {
    accept(new AgentEvent.ToolResult(id, content, false, true, null));
  }

  /**
   * Counts what one model call used; {@code messageId} makes repeated reports of one call count
   * once. Without an id, each report is of a call of its own.
   */
  public void onUsage(String model, TokenUsage usage, @Nullable String messageId) {
    accept(new AgentEvent.Usage(usage, model, null, false, messageId, null));
  }

  /**
   * Brings the counts to what the agent reports in all, by model, with the cost that it reports, if
   * it does.
   */
  public void onTotals(Map<String, TokenUsage> byModel, @Nullable BigDecimal cost) {
    accept(new AgentEvent.Totals(byModel, Map.of(), Map.of(), cost, null));
  }

  /** Records the agent's result. The run stays open: an agent may have several. */
  public void onResult(String result, long durationMillis, @Nullable BigDecimal cost) {
    accept(new AgentEvent.Result(result, false, null, null, durationMillis, null, cost, null));
  }

  /** Ends the run as failed with {@code thrown}. */
  public void onError(Throwable thrown) {
    fail(thrown);
  }

  /** Starts a nested agent; it is part of this run and ends with it at the latest. */
  public AgentRun agent(AgentRequest request) {
    return tracer().startRun(AgentRequest.known(request), context(), this, now());
  }

  /**
   * Does {@code work} in a nested agent whose context is current on this thread. Returns and throws
   * what it does.
   */
  public <T extends @Nullable Object, E extends Exception> T agent(
      AgentRequest request, AgentWork<AgentRun, T, E> work) throws E {
    return agent(request).run(work);
  }

  /** Starts a call of a model. */
  public Generation generation(String model) {
    return startGeneration(model, null, now());
  }

  /** Does {@code work} in a call of a model. Returns and throws what it does. */
  public <T extends @Nullable Object, E extends Exception> T generation(
      String model, AgentWork<Generation, T, E> work) throws E {
    Generation generation = generation(model);
    try (Scope scope = generation.makeCurrent()) {
      return work.run(generation);
    } catch (Throwable t) {
      generation.fail(t);
      throw t;
    } finally {
      generation.close();
    }
  }

  /** Starts a call of a tool. {@code arguments} is JSON text or null. */
  public ToolCall tool(String name, String id, @Nullable String arguments) {
    return startTool(name, id, arguments, null, now());
  }

  /** Does {@code work} in a call of a tool. Returns and throws what it does. */
  public <T extends @Nullable Object, E extends Exception> T tool(
      String name, String id, @Nullable String arguments, AgentWork<ToolCall, T, E> work) throws E {
    ToolCall call = tool(name, id, arguments);
    try (Scope scope = call.makeCurrent()) {
      return work.run(call);
    } catch (Throwable t) {
      call.fail(t);
      throw t;
    } finally {
      call.close();
    }
  }

  /** Ends the run with what its last result said; as successful if it said nothing. */
  @Override
  public void close() {
    Failure failure = failure();
    end(failure, failure == null ? Outcome.SUCCESS : Outcome.ERROR, now());
  }

  <T extends @Nullable Object, E extends Exception> T run(AgentWork<AgentRun, T, E> work) throws E {
    try (Scope scope = makeCurrent()) {
      return work.run(this);
    } catch (Throwable t) {
      fail(t);
      throw t;
    } finally {
      close();
    }
  }

  boolean isBare() {
    RunExtras known = knownExtras();
    return known != null && known.bare;
  }

  /** Returns the conversation that this run, or the one that it is nested in, belongs to. */
  @Nullable String conversationId() {
    RunExtras known = knownExtras();
    String told = known == null ? null : known.conversationId;
    String asked = told == null ? request.details.conversationId : told;
    AgentRun owner = owner();
    return asked == null && owner != null ? owner.conversationId() : asked;
  }

  /** Returns the model of this run, if it is known. */
  @Nullable String knownModel() {
    RunExtras known = knownExtras();
    String told = known == null ? null : known.model;
    String asked = told == null ? request.model : told;
    return asked == null ? tracer().defaultModel() : asked;
  }

  /** Returns the time of day of a monotonic time: one clock for the whole run. */
  long epoch(long nanos) {
    return nanos + extras().epochOffset;
  }

  /** Returns the context that metrics are recorded in; it holds no span that is not sampled. */
  Context measuredContext() {
    return context;
  }

  String name() {
    return names.agent;
  }

  String model() {
    String own = knownModel();
    String known = own == null ? root().knownModel() : own;
    return known == null ? GenAi.OTHER : known;
  }

  /** Returns false where a child's span could only be dropped again. */
  boolean recordsChildren() {
    RunExtras known = knownExtras();
    return known != null && (known.recorded || known.bare) && !hasEnded();
  }

  private boolean isRecorded() {
    RunExtras known = knownExtras();
    return known != null && known.recorded;
  }

  AgentRun startNested(String name, @Nullable String model, Context parent, long nanos) {
    AgentRequestBuilder nested = AgentRequest.builder().setAgentName(name);
    if (model != null) {
      nested.setModel(model);
    }
    return tracer().startRun(nested.build(), parent, this, nanos);
  }

  Generation startGeneration(String model, @Nullable String prompt, long nanos) {
    return CallStart.generation(this, model, prompt, nanos);
  }

  ToolCall startTool(
      String name, String id, @Nullable String arguments, @Nullable Context parent, long nanos) {
    return CallStart.tool(this, name, id, arguments, parent, nanos);
  }

  AgentRun root() {
    AgentRun owner = owner();
    return owner == null ? this : owner.root();
  }

  /** Ends a call's span and lets the call go. */
  void ended(SpanCall call, boolean recording, long nanos) {
    if (recording) {
      Spans.end(call.span, epoch(nanos), tracer().drops);
    }
    if (call.isKept()) {
      call.forgetSpan();
    } else {
      release(call);
    }
    if (call instanceof Generation && isBare()) {
      close();
    }
  }

  void identify(@Nullable String session, @Nullable String model) {
    if (conversationId() == null && session != null) {
      extras().conversationId = session;
      span.setAttribute(GenAi.CONVERSATION_ID, session);
    }
    if (knownModel() == null && model != null) {
      extras().model = model;
      span.setAttribute(GenAi.REQUEST_MODEL, model);
    }
  }

  void mark(@Nullable Failure failure) {
    extras().failure = failure;
  }

  void result(AgentEvent.Result result) {
    reported(result.cost());
    if (result.error()) {
      String type = result.errorType() == null ? GenAi.OTHER : result.errorType();
      mark(new Failure(type, result.errorMessage(), null));
    } else if (failure() != null) {
      mark(null);
    }
    if (result.text() != null && tracer().content.isOn() && isRecorded()) {
      synchronized (this) {
        // The result is the last thing said, and says it whole.
        var spoken = new GenerationContent(tracer().content);
        spoken.addText(result.text());
        extras().spoken = spoken;
      }
    }
  }

  /** Keeps what the model said, for the end, if content is captured. */
  void said(String text, boolean thinking) {
    if (tracer().content.isOn() && isRecorded()) {
      synchronized (this) {
        GenerationContent before = extras().spoken;
        var spoken = before == null ? new GenerationContent(tracer().content) : before;
        extras().spoken = spoken;
        if (thinking) {
          spoken.addThinking(text);
        } else {
          spoken.addText(text);
        }
      }
    }
  }

  /** Returns what the model said, or null if there was no message and no result. */
  @Nullable String spoken() {
    if (!tracer().content.isOn()) {
      return null;
    }
    GenerationContent last;
    synchronized (this) {
      last = extras().spoken;
      extras().spoken = null;
    }
    // The host's filter is called here, outside the lock.
    return last == null ? null : last.message(null);
  }

  /** Ends a sub-agent when its tool call returned or its task was reported. */
  void endFromStream(boolean error) {
    if (error && failure() == null) {
      mark(new Failure("tool_error", null, null));
    }
    close();
  }

  private @Nullable Failure failure() {
    RunExtras known = knownExtras();
    return known == null ? null : known.failure;
  }

  private EventRouter events() {
    RunExtras extras = extras();
    EventRouter router = extras.events;
    if (router == null) {
      synchronized (this) {
        router = extras.events == null ? new EventRouter(this) : extras.events;
        extras.events = router;
      }
    }
    return router;
  }

  @Override
  AgentRun self() {
    return this;
  }

  @Override
  boolean isGone() {
    return hasEnded();
  }

  @Override
  @Nullable Call next() {
    return extras().next;
  }

  @Override
  void setNext(@Nullable Call next) {
    extras().next = next;
  }

  @Override
  void end(@Nullable Failure reason, Outcome outcome, long nanos) {
    RunExtras known = knownExtras();
    EventRouter router = known == null ? null : known.events;
    if (hasEnded() || !(router == null ? claimEnd() : router.end())) {
      return;
    }
    abandonAll(nanos);
    AgentRun owner = owner();
    if (owner == null) {
      RunEnd.settle(this, nanos);
    }
    if (!isBare()) {
      RunEnd.record(this, reason, outcome, nanos);
    }
    if (isRecorded()) {
      RunEnd.write(this, reason, outcome);
      Spans.end(span, epoch(nanos), tracer().drops);
    }
    if (owner != null) {
      owner.release(this);
    }
  }
}
