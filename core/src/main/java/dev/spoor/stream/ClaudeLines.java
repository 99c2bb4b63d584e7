// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of the lines of one stream. Used by one thread at a time. */
final class ClaudeLines implements LineSplitter.Lines {
  private static final int MAX_OPEN_AGENTS = 1_024;

  private final EventOut out;
  private final int maxLineBytes;
  private final ClaudeLine line = new ClaudeLine();
  private final Messages messages;
  private final Tools tools;
  private final SubAgents agents;
  private final AssistantLines conversation;
  private final SystemLines system;
  private final SessionTotals totals;
  private final ResultLines results;
  private final Map<String, MessageStream> streams = new Bounded<>(MAX_OPEN_AGENTS);

  ClaudeLines(EventOut out, int maxLineBytes, AgentEvent.@Nullable Totals previous) {
    this.out = out;
    this.maxLineBytes = maxLineBytes;
    messages = new Messages(out);
    tools = new Tools(out);
    agents = new SubAgents(out);
    conversation = new AssistantLines(out, messages, tools, agents);
    system = new SystemLines(out, agents);
    totals = new SessionTotals(messages, system, previous);
    results = new ResultLines(out, totals);
  }

  @Override
  public void line(byte[] bytes, int offset, int length) {
    int from = JsonObjects.skipBlanks(bytes, offset, offset + length);
    int end = offset + length;
    if (from == end) {
      return;
    }
    try {
      if (line.read(bytes, from, end - from)) {
        dispatch();
      } else {
        out.drop("it is not a JSON object");
      }
    } catch (RuntimeException e) {
      out.drop("it was not understood", e);
    }
  }

  @Override
  public void tooLong() {
    out.drop("it is too long");
  }

  /** Ends the input; {@code errorType} is why, when something broke. */
  void end(@Nullable String errorType) {
    streams.values().forEach(MessageStream::end);
    if (!results.hasSeenResult()) {
      out.send(new AgentEvent.Failed(
          errorType == null ? "stream_ended" : errorType, "stream ended", null));
    }
  }

  private void dispatch() {
    system.session(line);
    if (line.type == null) {
      return;
    }
    seeAgent(line.type);
    switch (line.type) {
      case "assistant" -> conversation.assistant(line);
      case "user" -> conversation.user(line);
      case "stream_event" -> stream(line.parent).accept(line.event, line.bytes, line.offset);
      case "system" -> system.system(line);
      case "result" -> results.result(line);
      case "rate_limit_event" -> system.rateLimit(line);
      case "conversation_reset" -> totals.reset();
      default -> {}
    }
  }

  /** A line of any type shows that its agent is at work; a system line may name another agent. */
  private void seeAgent(String type) {
    if (line.parent != null) {
      agents.seen(line.parent, type.equals("system") ? null : line.field("subagent_type"));
    }
  }

  private MessageStream stream(@Nullable String parent) {
    return streams.computeIfAbsent(
        parent == null ? "" : parent,
        key -> new MessageStream(messages, tools, out, parent, maxLineBytes));
  }
}
