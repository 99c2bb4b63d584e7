// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Langfuse's server takes for a span's input and output, and the tools that it finds there.
 */
record IngestedContent(@Nullable Object input, @Nullable Object output, List<String> toolCalls) {
  private static final String INPUT = "langfuse.observation.input";
  private static final String OUTPUT = "langfuse.observation.output";

  static IngestedContent of(WireSpan span) {
    Map<String, Object> attributes = span.attributes();
    Object input = attributes.get(INPUT);
    Object output = attributes.get(OUTPUT);
    // One of the two told: the other is looked for nowhere else.
    if (input == null && output == null) {
      input = messagesOfEvents(span, false);
      output = messagesOfEvents(span, true);
      input = input == null ? attributes.get("input.value") : input;
      output = output == null ? attributes.get("output.value") : output;
      input = input == null ? numbered(attributes, "gen_ai.prompt.") : input;
      output = output == null ? numbered(attributes, "gen_ai.completion.") : output;
      input = input == null ? numbered(attributes, "llm.input_messages.") : input;
      output = output == null ? numbered(attributes, "llm.output_messages.") : output;
      input = input == null ? attributes.get("gen_ai.input.messages") : input;
      output = output == null ? attributes.get("gen_ai.output.messages") : output;
      input = input == null ? attributes.get("gen_ai.tool.call.arguments") : input;
      output = output == null ? attributes.get("gen_ai.tool.call.result") : output;
    }
    Object said = parsed(output);
    return new IngestedContent(parsed(input), said, toolCalls(said));
  }

  private static @Nullable Object messagesOfEvents(WireSpan span, boolean answers) {
    List<Object> messages = new ArrayList<>();
    for (WireSpan.Event event : span.events()) {
      boolean answer = event.name().equals("gen_ai.choice");
      if (event.name().startsWith("gen_ai.") && answer == answers) {
        messages.add(event.attributes());
      }
    }
    return messages.isEmpty() ? null : messages;
  }

  private static @Nullable Object numbered(Map<String, Object> attributes, String prefix) {
    Map<String, Map<String, Object>> messages = new TreeMap<>();
    attributes.forEach((key, value) -> {
      int dot = key.startsWith(prefix) ? key.indexOf('.', prefix.length()) : -1;
      if (dot > 0) {
        messages
            .computeIfAbsent(key.substring(prefix.length(), dot), index -> new LinkedHashMap<>())
            .put(key.substring(dot + 1), value);
      }
    });
    return messages.isEmpty() ? null : List.copyOf(messages.values());
  }

  private static @Nullable Object parsed(@Nullable Object value) {
    Object parsed = value instanceof String text ? Json.parse(text) : value;
    return parsed == Json.BROKEN ? value : parsed;
  }

  /** The calls of the GenAI conventions, {@code parts[].type=tool_call}, are not among them. */
  private static List<String> toolCalls(@Nullable Object value) {
    List<String> calls = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(element -> calls.addAll(toolCalls(element)));
    } else if (value instanceof Map<?, ?> map) {
      if (map.get("tool_calls") instanceof List<?> list) {
        calls.addAll(Ingestion.names(list));
      }
      if ("tool_use".equals(map.get("type")) || "function_call".equals(map.get("type"))) {
        calls.add("" + map.get("name"));
      }
      for (String inner : List.of("content", "choices", "message", "output")) {
        calls.addAll(toolCalls(map.get(inner)));
      }
    }
    return calls;
  }

  static List<String> toolDefinitions(IngestedContent content, Map<String, Object> metadata) {
    Object tools = content.input instanceof Map<?, ?> map ? map.get("tools") : null;
    tools = tools == null ? parsed(metadata.get("tools")) : tools;
    if (tools == null && metadata.get("attributes") instanceof Map<?, ?> attributes) {
      tools = parsed(attributes.get("gen_ai.tool.definitions"));
    }
    return tools instanceof List<?> list ? Ingestion.names(list) : List.of();
  }
}
