// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code assistant} and {@code user} lines: what the model said, what it called, what came
 * back.
 */
final class AssistantLines {
  private static final String SYNTHETIC = "<synthetic>";
  private static final int MAX_REMEMBERED = 1_024;

  private final EventOut out;
  private final Messages messages;
  private final Tools tools;
  private final SubAgents agents;
  /** The message of each line seen of late, by the line's id. */
  private final Map<String, MessageState> byLine = new Bounded<>(MAX_REMEMBERED);

  AssistantLines(EventOut out, Messages messages, Tools tools, SubAgents agents) {
    this.out = out;
    this.messages = messages;
    this.tools = tools;
    this.agents = agents;
  }

  void assistant(ClaudeLine line) {
    if (SYNTHETIC.equals(line.message.model)) {
      showSynthetic(line);
      return;
    }
    String id = line.message.id == null ? line.uuid : line.message.id;
    MessageState message = messages.get(id, line.parent);
    retractSuperseded(line, message);
    message.begin(line.message);
    messages.tell(message);
    if (line.uuid != null) {
      byLine.put(line.uuid, message);
    }
    for (int i = 0; i < line.message.blockCount(); i++) {
      block(line.message.block(i), line, message);
    }
  }

  /**
   * Reads tool results. A replayed line counts only where its call is known and without a result.
   */
  void user(ClaudeLine line) {
    for (int i = 0; i < line.message.blockCount(); i++) {
      Block block = line.message.block(i);
      String id = block.toolUseId;
      if ("tool_result".equals(block.type) && id != null && (!line.replay || tools.isKnown(id))) {
        tools.result(
            id,
            block.content(line.bytes, line.offset),
            block.isContentJson(),
            block.error,
            line.parent);
        agents.returned(id);
      }
    }
  }

  private void block(Block block, ClaudeLine line, MessageState message) {
    String text = block.textIn();
    String thinking = block.thinkingIn();
    if (text != null && message.wholeText()) {
      out.send(new AgentEvent.Text(text, false, message.id, line.parent));
    } else if (thinking != null && message.wholeThinking()) {
      out.send(new AgentEvent.Thinking(thinking, false, message.id, line.parent));
    } else if ("tool_use".equals(block.type) && block.id != null) {
      agents.asked(block.id, block.agentName, block.background);
      tools.call(
          block.id, block.name, block.input(line.bytes, line.offset), message.id, line.parent);
    }
  }

  /**
   * What the command line tool says in the model's place is no model call, but the host may show
   * it.
   */
  private void showSynthetic(ClaudeLine line) {
    for (int i = 0; i < line.message.blockCount(); i++) {
      String text = line.message.block(i).textIn();
      if (text != null) {
        out.toListener(new AgentEvent.Text(text, false, null, line.parent));
      }
    }
  }

  /**
   * A message whose lines are replaced by this one is taken back, unless this line continues it.
   */
  private void retractSuperseded(ClaudeLine line, MessageState successor) {
    Set<MessageState> replaced = new HashSet<>();
    for (String uuid : line.supersedes) {
      MessageState message = byLine.remove(uuid);
      if (message != null && message != successor) {
        replaced.add(message);
      }
    }
    replaced.removeAll(byLine.values());
    replaced.forEach(messages::retract);
  }
}
