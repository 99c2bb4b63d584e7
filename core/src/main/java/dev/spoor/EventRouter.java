// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of one run and its sub-agents into spans. Thread-safe: one event at a time. What
 * it remembers of finished messages and calls, so that nothing is counted twice, is bounded.
 */
final class EventRouter {
  private static final int REMEMBERED = 4096;

  private final AgentRun root;
  private final AgentScope rootScope;
  private final Map<String, AgentScope> scopes = new HashMap<>();
  private final Map<String, ToolCall> openTools = new HashMap<>();
  private final Map<String, Boolean> endedTools = new Remembered<>(REMEMBERED);
  private final Map<String, Message> messages = new Remembered<>(REMEMBERED);

  EventRouter(AgentRun root) {
    this.root = root;
    rootScope = new AgentScope(root, null, root.startNanos);
  }

  synchronized void accept(AgentEvent event) {
    if (root.hasEnded()) {
      root.tracer().drops.count("event_after_end");
      return;
    }
    long nanos = root.now();
    if (event instanceof AgentEvent.Started started) {
      started(started, nanos);
    } else if (event instanceof AgentEvent.Requesting requesting) {
      scopeOf(requesting.parentToolUseId(), nanos).boundary = nanos;
    } else if (event instanceof AgentEvent.Text text) {
      said(
          text.text(),
          text.partial(),
          false,
          text.messageId(),
          scopeOf(text.parentToolUseId(), nanos),
          nanos);
    } else if (event instanceof AgentEvent.Thinking thinking) {
      said(
          thinking.text(),
          thinking.partial(),
          true,
          thinking.messageId(),
          scopeOf(thinking.parentToolUseId(), nanos),
          nanos);
    } else if (event instanceof AgentEvent.ToolUse use) {
      toolUse(use, nanos);
    } else if (event instanceof AgentEvent.ToolResult result) {
      toolResult(result, nanos);
    } else if (event instanceof AgentEvent.Usage usage) {
      usage(usage, nanos);
    } else {
      acceptWholeRun(event, nanos);
    }
  }

  private void acceptWholeRun(AgentEvent event, long nanos) {
    if (event instanceof AgentEvent.Totals totals) {
      settleMessages();
      root.total(totals);
    } else if (event instanceof AgentEvent.Result result) {
      result(result);
    } else if (event instanceof AgentEvent.Failed failed) {
      scopeOf(failed.parentToolUseId(), nanos)
          .run
          .mark(new Failure(failed.errorType(), failed.message(), null));
    } else if (event instanceof AgentEvent.Notice notice) {
      mark(scopeOf(notice.parentToolUseId(), nanos).run.span, notice);
    } else if (event instanceof AgentEvent.Dropped dropped) {
      root.span.setAttribute(GenAi.DROPPED_LINES, dropped.lines());
    }
  }

  private static void mark(Span span, AgentEvent.Notice notice) {
    if (span.isRecording()) {
      var attributes = Attributes.builder();
      notice.attributes().forEach(attributes::put);
      span.addEvent(notice.name(), attributes.build());
    }
  }

  /**
   * Ends the messages that have no end of their own, and the run before the next event comes.
   * Returns whether it had not ended yet.
   */
  synchronized boolean end() {
    finish(rootScope);
    scopes.values().forEach(EventRouter::finish);
    return root.claimEnd();
  }

  private void started(AgentEvent.Started started, long nanos) {
    String parent = started.parentToolUseId();
    if (parent == null) {
      root.identify(started.sessionId(), started.model());
    } else if (!scopes.containsKey(parent)) {
      open(parent, started.agentName(), started.model(), nanos).background = started.background();
    } else {
      scopes.get(parent).background |= started.background();
    }
  }

  private void toolUse(AgentEvent.ToolUse use, long nanos) {
    Generation generation =
        generation(use.messageId(), null, scopeOf(use.parentToolUseId(), nanos));
    if (generation != null) {
      generation.toolUse(use, nanos);
    }
    if (openTools.containsKey(use.id()) || endedTools.containsKey(use.id())) {
      return;
    }
    AgentScope scope = scopeOf(use.parentToolUseId(), nanos);
    wake(scope, nanos);
    ToolCall tool = scope.run.startTool(use.name(), use.id(), use.input(), null, nanos);
    if (!tool.hasEnded()) {
      openTools.put(use.id(), tool);
    }
  }

  private void toolResult(AgentEvent.ToolResult result, long nanos) {
    scopeOf(result.parentToolUseId(), nanos).boundary = nanos;
    AgentScope agent = scopes.get(result.id());
    if (agent != null && !agent.background) {
      finish(agent);
      agent.run.endFromStream(result.error());
    }
    ToolCall tool = openTools.remove(result.id());
    if (tool == null) {
      if (!endedTools.containsKey(result.id())) {
        root.tracer().drops.count("tool_result_without_call");
      }
      return;
    }
    endedTools.put(result.id(), Boolean.TRUE);
    tool.result(result.content(), result.json());
    if (result.error()) {
      Content content = root.tracer().content;
      tool.fail(
          "tool_error",
          content.isOn() ? content.text(ContentKind.TOOL_RESULT, result.content()) : null);
    } else {
      tool.close();
    }
  }

  private void usage(AgentEvent.Usage usage, long nanos) {
    if (usage.messageId() == null) {
      String model = usage.model() == null ? rootScope.run.model() : usage.model();
      scopeOf(usage.parentToolUseId(), nanos).run.bookAlone(model, usage.usage());
      return;
    }
    Generation generation =
        generation(usage.messageId(), usage.model(), scopeOf(usage.parentToolUseId(), nanos));
    if (generation == null) {
      late(usage);
      return;
    }
    generation.usage(usage, nanos);
    if (usage.complete()) {
      finish(scopeOf(usage.parentToolUseId(), nanos), generation);
    }
  }

  /** Usage of a message that has ended: only what is new is booked, and no span carries it. */
  private void late(AgentEvent.Usage usage) {
    Message message = messages.get(usage.messageId());
    if (message != null && message.names != null && !message.settled) {
      message.scope.run.book(message.names, usage.usage(), message.booked, false);
      message.booked = usage.usage();
    }
  }

  private void result(AgentEvent.Result result) {
    AgentScope scope =
        result.parentToolUseId() == null ? rootScope : scopes.get(result.parentToolUseId());
    if (scope == null) {
      return;
    }
    finish(scope);
    scope.run.result(result);
    if (scope != rootScope) {
      scope.background = false;
      scope.run.endFromStream(result.error());
    }
  }

  /**
   * Reported totals hold whatever the main loop used so far; only background agents go on with
   * their messages.
   */
  private void settleMessages() {
    finish(rootScope);
    for (Message message : messages.values()) {
      if (message.generation == null) {
        message.settled = true;
      } else {
        message.generation.book();
      }
    }
  }

  /** What belongs to no message is the run's own: the host tells its model calls itself. */
  private void said(
      String text,
      boolean partial,
      boolean thinking,
      @Nullable String messageId,
      AgentScope scope,
      long nanos) {
    Generation generation = generation(messageId, null, scope);
    if (generation != null) {
      generation.accept(text, partial, thinking, nanos);
    } else if (messageId == null) {
      scope.run.said(text, thinking);
    }
  }

  /**
   * Returns the message's generation, opened if it is new; null if it has ended or there is no
   * message.
   */
  private @Nullable Generation generation(
      @Nullable String id, @Nullable String model, AgentScope scope) {
    if (id == null) {
      return null;
    }
    Message message = messages.get(id);
    return message == null ? open(scope, id, model) : message.generation;
  }

  private @Nullable Generation open(AgentScope scope, String id, @Nullable String model) {
    finish(scope);
    wake(scope, root.now());
    if (scope.parent != null && model != null) {
      // Else it would count as an agent of the main loop's model, which often is a larger one.
      scope.run.identify(null, model);
    }
    String named = model == null ? scope.run.model() : model;
    var message = new Message(scope, scope.run.startGeneration(named, null, scope.boundary));
    messages.put(id, message);
    scope.current = message;
    return message.generation;
  }

  /** An agent that works on after its tool call has returned is shown in one more span. */
  private void wake(AgentScope scope, long nanos) {
    if (scope.parent != null && scope.run.hasEnded()) {
      AgentRun before = scope.run;
      scope.run = root.startNested(before.name(), before.knownModel(), scope.parent, nanos);
      scope.background = true;
    }
  }

  private static void finish(AgentScope scope) {
    if (scope.current != null && scope.current.generation != null) {
      finish(scope, scope.current.generation);
    }
  }

  private static void finish(AgentScope scope, Generation generation) {
    generation.finish();
    Message message = scope.current;
    if (message != null && message.generation == generation) {
      message.names = generation.names();
      message.booked = generation.usage();
      message.generation = null;
      scope.current = null;
      scope.boundary = Math.max(scope.boundary, generation.lastNanos());
    }
  }

  private AgentScope scopeOf(@Nullable String parentToolUseId, long nanos) {
    if (parentToolUseId == null) {
      return rootScope;
    }
    AgentScope scope = scopes.get(parentToolUseId);
    return scope == null ? open(parentToolUseId, null, null, nanos) : scope;
  }

  private AgentScope open(String id, @Nullable String name, @Nullable String model, long nanos) {
    if (scopes.size() >= REMEMBERED) {
      root.tracer().drops.count("too_many_agents");
      return rootScope;
    }
    ToolCall tool = openTools.get(id);
    String agent = name != null ? name : tool != null ? tool.name() : root.name();
    Context parent = tool == null ? root.context() : tool.context();
    var scope = new AgentScope(root.startNested(agent, model, parent, nanos), parent, nanos);
    scopes.put(id, scope);
    return scope;
  }

  /**
   * One agent of the run: its open message, and when the last thing happened that a model call may
   * start from.
   */
  private static final class AgentScope {
    /** What the agent's spans hang on; null for the run itself. */
    final @Nullable Context parent;

    AgentRun run;

    @Nullable Message current;

    boolean background;
    long boundary;

    AgentScope(AgentRun run, @Nullable Context parent, long boundary) {
      this.run = run;
      this.parent = parent;
      this.boundary = boundary;
    }
  }

  /** One message: while it is open its generation, later what was booked for it. */
  private static final class Message {
    final AgentScope scope;

    @Nullable Generation generation;

    @Nullable ModelNames names;

    TokenUsage booked = TokenUsage.NONE;
    boolean settled;

    Message(AgentScope scope, Generation generation) {
      this.scope = scope;
      this.generation = generation;
    }
  }

  /** Remembers the latest entries. */
  private static final class Remembered<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private final int limit;

    Remembered(int limit) {
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > limit;
    }
  }
}
