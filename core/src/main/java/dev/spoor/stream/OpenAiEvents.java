// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of a streamed answer of OpenAI, of either API. Used by one thread at a time. */
final class OpenAiEvents implements SseFrames.Events {
  private static final int MAX_OPEN = 1_000;

  private final EventOut out;
  private final JsonObjects json = new JsonObjects();
  private final OpenAiEvent event = new OpenAiEvent();
  private final Tools tools;
  private final OpenAiCalls calls;
  private final Map<String, OpenAiItem> openItems = new LinkedHashMap<>();
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String finishReason;
  private TokenUsage usage = TokenUsage.NONE;
  private AgentEvent.@Nullable Usage told;
  private boolean ended;

  OpenAiEvents(EventOut out, int maxEventBytes) {
    this.out = out;
    tools = new Tools(out);
    calls = new OpenAiCalls(tools, out, maxEventBytes);
  }

  @Override
  public void event(@Nullable String name, byte[] data, int length) {
    if (ended) {
      return;
    }
    int start = JsonObjects.skipBlanks(data, 0, length);
    try {
      if (isDone(data, start, length)) {
        complete();
      } else if (json.read(data, start, length - start, event)) {
        take(name);
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
    if (!ended) {
      fail(errorType == null ? "stream_ended" : errorType, "stream ended");
    }
  }

  private void take(@Nullable String name) {
    id = event.id == null || id != null ? id : event.id;
    model = event.model == null ? model : event.model;
    usage = event.usage == null ? usage : event.usage;
    String type = event.type == null ? name : event.type;
    if (type == null || !type.startsWith("response.")) {
      if (event.hasError || "error".equals(type)) {
        fail(event.errorType == null ? "error" : event.errorType, event.errorMessage);
      } else {
        takeChunk();
      }
    } else {
      takeResponse(type);
    }
  }

  private void takeChunk() {
    tell(false);
    for (OpenAiChoice choice : event.choices) {
      text(choice.text);
      thinking(choice.reasoning);
      calls.add(choice, id);
      if (choice.finishReason != null) {
        finishReason = choice.finishReason;
        calls.finish(id);
      }
    }
    tell(false);
  }

  private void takeResponse(String type) {
    switch (type) {
      case "response.output_text.delta", "response.refusal.delta" -> text(event.delta);
      case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
        thinking(event.delta);
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
        out.chunk();
      case "response.output_item.added" -> open(event.item);
      case "response.output_item.done" -> call(event.item);
      case "response.completed", "response.incomplete" -> {
        event.output.forEach(this::call);
        finishReason = event.incompleteReason == null ? event.status : event.incompleteReason;
        complete();
      }
      case "response.failed" -> {
        finishReason = event.status;
        fail(event.errorType == null ? "error" : event.errorType, event.errorMessage);
      }
      default -> tell(false);
    }
  }

  private void text(@Nullable String text) {
    if (text != null && !text.isEmpty()) {
      out.send(new AgentEvent.Text(text, true, id, null));
    }
  }

  private void thinking(@Nullable String text) {
    if (text != null && !text.isEmpty()) {
      out.send(new AgentEvent.Thinking(text, true, id, null));
    }
  }

  private void open(@Nullable OpenAiItem item) {
    tell(false);
    if (item != null && item.isCall() && item.callId() != null && openItems.size() < MAX_OPEN) {
      openItems.put(item.callId(), item);
    }
  }

  private void call(@Nullable OpenAiItem item) {
    if (item != null && item.isCall() && item.callId() != null) {
      String input = Json.repaired(item.input() == null ? "" : item.input());
      tools.call(item.callId(), item.name(), input, id, null);
    }
  }

  /** Tells the calls whose end is missing with the arguments as far as they are known. */
  private void endCalls() {
    calls.finish(id);
    openItems.values().forEach(this::call);
  }

  private void complete() {
    ended = true;
    endCalls();
    tell(true);
  }

  private void fail(String type, @Nullable String message) {
    tell(false);
    ended = true;
    endCalls();
    out.send(new AgentEvent.Failed(type, message, null));
  }

  private void tell(boolean complete) {
    var now = new AgentEvent.Usage(usage, model, finishReason, complete, id, null);
    if (!now.equals(told)) {
      told = now;
      out.send(now);
    }
  }

  private static boolean isDone(byte[] data, int start, int end) {
    return end - start >= 6
        && data[start] == '['
        && new String(data, start, end - start, StandardCharsets.UTF_8).strip().equals("[DONE]");
  }
}
