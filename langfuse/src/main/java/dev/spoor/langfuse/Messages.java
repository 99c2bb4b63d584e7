// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages of the GenAI conventions so that Langfuse reads them whole. It reads their text
 * as it is, but finds tool calls only in the form of chat completions: messages with calls, or with
 * results of calls, are rewritten to that form, all others are passed on untouched.
 */
final class Messages {
  /** Returns the input, with the system's instructions, if there are any, as its first message. */
  static String input(@Nullable String instructions, @Nullable String messages) {
    String input = messages == null ? "[]" : chat(messages);
    if (instructions == null) {
      return input;
    }
    String role = isJson(instructions) ? "parts" : "content";
    String content = isJson(instructions) ? instructions : Json.write(instructions);
    String system = "{\"role\":\"system\",\"" + role + "\":" + content + "}";
    String rest = input.strip();
    if (!rest.startsWith("[") || !isJson(rest)) {
      rest = "[{\"role\":\"user\",\"content\":" + (isJson(rest) ? rest : Json.write(rest)) + "}]";
    }
    String others = rest.substring(1, rest.length() - 1);
    return "[" + system + (others.isBlank() ? "" : "," + others) + "]";
  }

  /** A prompt may begin with a bracket and be none: {@code [INST] … [/INST]}. */
  private static boolean isJson(String text) {
    return Json.isStructured(text) && Json.parse(text) != Json.BROKEN;
  }

  /** Returns {@code messages} with its tool calls where Langfuse looks for them. */
  static String chat(String messages) {
    if (!messages.contains("\"tool_call") || !messages.contains("\"parts\"")) {
      return messages;
    }
    if (!(Json.parse(messages) instanceof List<?> list)) {
      return messages;
    }
    List<@Nullable Object> chat = new ArrayList<>();
    for (Object message : list) {
      if (message instanceof Map<?, ?> map && map.get("parts") instanceof List<?> parts) {
        addMessage(chat, map, parts);
      } else {
        chat.add(message);
      }
    }
    return Json.write(chat);
  }

  private static void addMessage(List<@Nullable Object> chat, Map<?, ?> message, List<?> parts) {
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    message.forEach((key, value) -> {
      if (!"parts".equals(key)) {
        written.put(String.valueOf(key), value);
      }
    });
    var text = new StringBuilder();
    List<Object> calls = new ArrayList<>();
    List<Object> others = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Map<?, ?> map) {
        sort(chat, map, text, calls, others);
      }
    }
    if (!others.isEmpty()) {
      if (!text.isEmpty()) {
        others.add(0, Map.of("type", "text", "content", text.toString()));
      }
      written.put("content", others);
    } else if (!text.isEmpty() || !calls.isEmpty()) {
      written.put("content", text.isEmpty() ? null : text.toString());
    }
    if (!calls.isEmpty()) {
      written.put("tool_calls", calls);
    }
    if (written.containsKey("content")) {
      chat.add(written);
    }
  }

  private static void sort(
      List<@Nullable Object> chat,
      Map<?, ?> part,
      StringBuilder text,
      List<Object> calls,
      List<Object> others) {
    switch (String.valueOf(part.get("type"))) {
      case "text" -> {
        if (!text.isEmpty()) {
          text.append('\n');
        }
        text.append(part.get("content"));
      }
      case "tool_call" -> calls.add(call(part));
      case "tool_call_response" -> chat.add(response(part));
      default -> others.add(part);
    }
  }

  private static Map<String, @Nullable Object> call(Map<?, ?> part) {
    Object arguments = part.get("arguments");
    Map<String, @Nullable Object> function = new LinkedHashMap<>();
    function.put("name", part.get("name"));
    function.put(
        "arguments",
        arguments instanceof String text
            ? text
            : Json.write(arguments == null ? Map.of() : arguments));
    Map<String, @Nullable Object> call = new LinkedHashMap<>();
    call.put("id", part.get("id"));
    call.put("type", "function");
    call.put("function", function);
    return call;
  }

  private static Map<String, @Nullable Object> response(Map<?, ?> part) {
    Object response = part.containsKey("response") ? part.get("response") : part.get("result");
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("role", "tool");
    message.put("tool_call_id", part.get("id"));
    message.put("content", response instanceof String ? response : Json.write(response));
    return message;
  }

  private Messages() {}
}
