// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Applies a mask to every text of a span before anything else is done with it. Only words of the
 * conventions' own short lists, which say nothing about anybody, are left as they are. For one
 * thread.
 */
final class SpanMasker {
  static final String FAILED = "<masking failed>";
  /** Without these a strict mask would turn every span into a nameless one. */
  private static final Set<String> WORDS = Set.of(
      "chat",
      "completion",
      "text_completion",
      "generate_content",
      "generate",
      "embeddings",
      "invoke_agent",
      "create_agent",
      "execute_tool",
      "invoke_workflow",
      "retrieval",
      "plan",
      "span",
      "generation",
      "event",
      "embedding",
      "agent",
      "tool",
      "chain",
      "retriever",
      "evaluator",
      "guardrail",
      "DEBUG",
      "DEFAULT",
      "WARNING",
      "ERROR",
      "LLM",
      "AGENT",
      "TOOL",
      "CHAIN",
      "RETRIEVER",
      "EMBEDDING",
      "RERANKER",
      "GUARDRAIL",
      "EVALUATOR",
      "");

  private final LangfuseMask mask;

  SpanMasker(LangfuseMask mask) {
    this.mask = mask;
  }

  String text(String text) {
    if (WORDS.contains(text)) {
      return text;
    }
    String masked = mask.mask(text);
    if (masked == null) {
      throw new IllegalStateException("The mask returned null");
    }
    return masked;
  }

  FlatAttributes attributes(Attributes attributes) {
    var masked = new FlatAttributes();
    attributes.forEach((key, value) -> add(masked, key(key), value(value)));
    return masked;
  }

  /** Adds a pair whose value may have become a text. */
  static void add(FlatAttributes attributes, AttributeKey<?> key, Object value) {
    AttributeType type = value instanceof String
        ? AttributeType.STRING
        : value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String
            ? AttributeType.STRING_ARRAY
            : key.getType();
    AttributeKey<?> fitting = type == key.getType()
        ? key
        : type == AttributeType.STRING
            ? AttributeKey.stringKey(key.getKey())
            : AttributeKey.stringArrayKey(key.getKey());
    attributes.addAny(fitting, value);
  }

  /** Hosts choose the names of metadata; all other names are from code. */
  private AttributeKey<?> key(AttributeKey<?> key) {
    String name = key.getKey();
    for (String prefix : HOSTS_NAMES) {
      if (name.startsWith(prefix)) {
        String rest = name.substring(prefix.length());
        String masked = text(rest);
        return masked.equals(rest) ? key : renamed(key, prefix + masked);
      }
    }
    return key;
  }

  private static final List<String> HOSTS_NAMES = List.of(
      LangfuseKeys.METADATA_PREFIX,
      LangfuseKeys.TRACE_METADATA_PREFIX,
      "agent.metadata.",
      "langfuse.metadata.");

  private static AttributeKey<?> renamed(AttributeKey<?> key, String name) {
    return switch (key.getType()) {
      case STRING -> AttributeKey.stringKey(name);
      case BOOLEAN -> AttributeKey.booleanKey(name);
      case LONG -> AttributeKey.longKey(name);
      case DOUBLE -> AttributeKey.doubleKey(name);
      case STRING_ARRAY -> AttributeKey.stringArrayKey(name);
      case BOOLEAN_ARRAY -> AttributeKey.booleanArrayKey(name);
      case LONG_ARRAY -> AttributeKey.longArrayKey(name);
      case DOUBLE_ARRAY -> AttributeKey.doubleArrayKey(name);
      case VALUE -> AttributeKey.valueKey(name);
    };
  }

  /** Returns what is left of {@code value}; the same object where nothing was masked. */
  Object value(Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    String plain = value instanceof Value<?> structured ? Json.write(structured) : value.toString();
    String masked = text(plain);
    return masked.equals(plain) ? value : masked;
  }

  private Object list(List<?> list) {
    List<Object> masked = new ArrayList<>(list.size());
    boolean changed = false;
    for (Object element : list) {
      Object left = value(element);
      changed |= left != element;
      masked.add(left);
    }
    return changed ? ResourceMerger.strings(masked) : list;
  }

  List<EventData> events(List<EventData> events) {
    if (events.isEmpty()) {
      return events;
    }
    List<EventData> masked = new ArrayList<>(events.size());
    for (EventData event : events) {
      Attributes attributes = attributes(event.getAttributes());
      masked.add(EventData.create(event.getEpochNanos(), text(event.getName()), attributes));
    }
    return masked;
  }

  StatusData status(StatusData status) {
    return StatusData.create(status.getStatusCode(), text(status.getDescription()));
  }
}
