// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the streamed messages of one agent: the events of the Messages API, one message after the
 * other.
 */
final class MessageStream {
  private static final int MAX_OPEN_BLOCKS = 1_000;

  private final Messages messages;
  private final Tools tools;
  private final EventOut out;
  private final @Nullable String parent;
  private final int maxArgumentChars;
  private final Map<Long, OpenBlock> blocks = new LinkedHashMap<>();
  private @Nullable MessageState message;
  private int argumentChars;

  MessageStream(
      Messages messages, Tools tools, EventOut out, @Nullable String parent, int maxArgumentChars) {
    this.messages = messages;
    this.tools = tools;
    this.out = out;
    this.parent = parent;
    this.maxArgumentChars = maxArgumentChars;
  }

  /** Takes the next event, which {@code bytes} at {@code offset} holds. */
  void accept(ApiEvent event, byte[] bytes, int offset) {
    if (event.type == null) {
      return;
    }
    switch (event.type) {
      case "message_start" -> start(event);
      case "content_block_start" -> startBlock(event, bytes, offset);
      case "content_block_delta" -> continueBlock(event);
      case "content_block_stop" -> stopBlock(event.index);
      case "message_delta" -> update(event);
      case "message_stop" -> stop();
      default -> {}
    }
  }

  /** Tells the calls whose end is missing with the arguments as far as they came. */
  void end() {
    List.copyOf(blocks.values()).forEach(this::tellCall);
    blocks.clear();
    argumentChars = 0;
  }

  private void start(ApiEvent event) {
    end();
    message = messages.get(event.message.id, parent);
    message.begin(event.message);
    messages.tell(message);
  }

  private void startBlock(ApiEvent event, byte[] bytes, int offset) {
    if (blocks.size() >= MAX_OPEN_BLOCKS) {
      return;
    }
    Block start = event.block;
    var block = new OpenBlock();
    blocks.put(event.index, block);
    if ("tool_use".equals(start.type) && start.id != null) {
      block.toolId = start.id;
      block.toolName = start.name;
      block.startInput = start.input(bytes, offset);
    }
    text(block, start.text);
    thinking(block, start.thinking);
  }

  private void continueBlock(ApiEvent event) {
    OpenBlock block = blocks.get(event.index);
    if (block == null) {
      return;
    }
    text(block, event.text);
    thinking(block, event.thinking);
    if (event.partialJson != null && block.toolId != null) {
      out.chunk();
      argumentChars += event.partialJson.length();
      if (argumentChars <= maxArgumentChars) {
        block.arguments.append(event.partialJson);
      } else {
        block.toolId = null;
        out.drop("a tool call's arguments are too long");
      }
    }
  }

  private void stopBlock(long index) {
    OpenBlock block = blocks.remove(index);
    if (block != null) {
      argumentChars -= block.arguments.length();
      tellCall(block);
    }
  }

  private void tellCall(OpenBlock block) {
    if (block.toolId == null) {
      return;
    }
    String input = block.arguments.isEmpty() && block.startInput != null
        ? block.startInput
        : Json.repaired(block.arguments.toString());
    tools.call(block.toolId, block.toolName, input, messageId(), parent);
  }

  private void update(ApiEvent event) {
    if (message != null) {
      message.update(event.usage, event.stopReason);
      messages.tell(message);
    }
  }

  private void stop() {
    if (message != null) {
      end();
      message.stop();
      messages.tell(message);
      message = null;
    }
  }

  private void text(OpenBlock block, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    if (!block.counted) {
      block.counted = true;
      block.told = message != null && !message.streamText();
    }
    if (!block.told) {
      out.send(new AgentEvent.Text(text, true, messageId(), parent));
    }
  }

  private void thinking(OpenBlock block, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    if (!block.counted) {
      block.counted = true;
      block.told = message != null && !message.streamThinking();
    }
    if (!block.told) {
      out.send(new AgentEvent.Thinking(text, true, messageId(), parent));
    }
  }

  private @Nullable String messageId() {
    return message == null ? null : message.id;
  }

  private static final class OpenBlock {
    final StringBuilder arguments = new StringBuilder();

    @Nullable String toolId;

    @Nullable String toolName;

    @Nullable String startInput;

    boolean counted;
    /** Whether a whole line has told this block already. */
    boolean told;
  }
}
