// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What went into a span or came out of it where older conventions have it: in events, or in
 * attributes with a number for each message. Langfuse looks there by itself, but no longer once
 * either the input or the output is told: then the other must be told too.
 */
final class OtherContent {
  private static final List<String> INPUTS = List.of("gen_ai.prompt.", "llm.input_messages.");
  private static final List<String> OUTPUTS = List.of("gen_ai.completion.", "llm.output_messages.");

  /** Returns whether the attribute {@code name} may be part of a message that has a number. */
  static boolean isNumbered(String name) {
    return name.startsWith("gen_ai.prompt.")
        || name.startsWith("gen_ai.completion.")
        || name.startsWith("llm.");
  }

  /** Adds the input or the output if the other of the two is there alone. */
  static void complete(FlatAttributes out, List<EventData> events) {
    boolean input = out.get(LangfuseKeys.INPUT) != null;
    boolean output = out.get(LangfuseKeys.OUTPUT) != null;
    if (input == output) {
      return;
    }
    Object other = find(out, events, input);
    if (other != null) {
      out.add(input ? LangfuseKeys.OUTPUT : LangfuseKeys.INPUT, Json.write(other));
    }
  }

  private static @Nullable Object find(
      FlatAttributes attributes, List<EventData> events, boolean answer) {
    List<Object> messages = ofEvents(events, answer);
    for (String prefix : answer ? OUTPUTS : INPUTS) {
      if (messages.isEmpty()) {
        messages = numbered(attributes, prefix);
      }
    }
    return messages.isEmpty() ? null : messages;
  }

  private static List<Object> ofEvents(List<EventData> events, boolean answer) {
    List<Object> messages = new ArrayList<>();
    for (EventData event : events) {
      String name = event.getName();
      if (name.equals("gen_ai.client.inference.operation.details")) {
        Object whole = event
            .getAttributes()
            .get(LangfuseKeys.key(answer ? "gen_ai.output.messages" : "gen_ai.input.messages"));
        Object parsed = whole == null ? null : Json.parse(whole.toString());
        if (parsed != null && parsed != Json.BROKEN) {
          return List.of(parsed);
        }
      } else if (answer
          ? name.equals("gen_ai.choice")
          : name.startsWith("gen_ai.") && name.endsWith(".message")) {
        messages.add(message(name, event.getAttributes()));
      }
    }
    return messages;
  }

  private static Map<String, Object> message(String event, Attributes attributes) {
    Map<String, Object> message = new LinkedHashMap<>();
    if (!event.equals("gen_ai.choice")) {
      message.put(
          "role", event.substring("gen_ai.".length(), event.length() - ".message".length()));
    }
    attributes.forEach((key, value) -> message.put(key.getKey(), parsed(value)));
    return message;
  }

  private static Object parsed(Object value) {
    Object parsed =
        value instanceof String text && Json.isStructured(text) ? Json.parse(text) : value;
    return parsed == null || parsed == Json.BROKEN ? value : parsed;
  }

  private static List<Object> numbered(FlatAttributes attributes, String prefix) {
    Map<Integer, Map<String, Object>> messages = new TreeMap<>();
    for (int i = 0; i < attributes.size(); i++) {
      AttributeKey<?> key = attributes.keyAt(i);
      String name = key.getKey();
      int dot = name.startsWith(prefix) ? name.indexOf('.', prefix.length()) : -1;
      if (dot > 0 && name.substring(prefix.length(), dot).matches("[0-9]{1,4}")) {
        messages
            .computeIfAbsent(
                Integer.valueOf(name.substring(prefix.length(), dot)),
                index -> new LinkedHashMap<>())
            .put(
                name.substring(dot + 1).replaceFirst("^message\\.", ""),
                parsed(attributes.valueAt(i)));
      }
    }
    return List.copyOf(messages.values());
  }

  private OtherContent() {}
}
