// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    String masked = masked(text);
    return Json.isStructured(text) ? structured(text, masked) : masked;
  }

  private String masked(String text) {
    String masked = mask.mask(text);
    if (masked == null) {
      throw new IllegalStateException("The mask returned null");
    }
    return masked;
  }

  /**
   * In JSON a line break is a letter, so that what follows it does not look like the beginning of a
   * word, and a number that is replaced by a word breaks it: its texts are masked one by one too.
   */
  private String structured(String text, String masked) {
    boolean changed = !masked.equals(text);
    if (!changed && text.indexOf('\\') < 0) {
      return masked;
    }
    Object value = Json.parse(masked);
    if (value != Json.BROKEN) {
      Object left = content(value);
      return left == value ? masked : Json.write(left);
    }
    Object original = changed ? Json.parse(text) : Json.BROKEN;
    if (original == Json.BROKEN) {
      return masked;
    }
    String again = masked(Json.write(content(original)));
    return Json.parse(again) == Json.BROKEN ? masked : again;
  }

  /** Returns the same object if nothing in it was masked. */
  @Nullable Object content(@Nullable Object value) {
    if (value instanceof String text) {
      String left = text(text);
      return left.equals(text) ? value : left;
    }
    if (value instanceof Json.Digits digits) {
      String left = masked(digits.text());
      return left.equals(digits.text()) ? value : left;
    }
    boolean changed = false;
    if (value instanceof List<?> list) {
      List<@Nullable Object> rest = new ArrayList<>(list.size());
      for (Object element : list) {
        Object left = content(element);
        changed |= left != element;
        rest.add(left);
      }
      return changed ? rest : value;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> rest = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String name = String.valueOf(entry.getKey());
        String leftName = WORDS.contains(name) ? name : masked(name);
        Object left = content(entry.getValue());
        changed |= left != entry.getValue() || !leftName.equals(name);
        rest.put(leftName, left);
      }
      return changed ? rest : value;
    }
    return value;
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

  /** The names of conventions are left as they are; all others may hold what hosts chose. */
  private AttributeKey<?> key(AttributeKey<?> key) {
    String name = key.getKey();
    for (String prefix : HOSTS_NAMES) {
      if (name.startsWith(prefix)) {
        return masked(key, prefix, name.substring(prefix.length()));
      }
    }
    return CONVENTIONAL.matcher(name).matches() ? key : masked(key, "", name);
  }

  private AttributeKey<?> masked(AttributeKey<?> key, String prefix, String rest) {
    String masked = text(rest);
    return masked.equals(rest) ? key : renamed(key, prefix + masked);
  }

  private static final List<String> HOSTS_NAMES = List.of(
      LangfuseKeys.METADATA_PREFIX,
      LangfuseKeys.TRACE_METADATA_PREFIX,
      "langfuse.experiment.metadata.",
      "langfuse.experiment.item.metadata.",
      "langfuse.metadata.",
      "agent.metadata.");
  private static final Pattern CONVENTIONAL = Pattern.compile(
      "(?:gen_ai|langfuse|llm|openinference|traceloop|agent|tool|sse|sandbox|exception|error|input"
          + "|output|user|session|service|deployment|telemetry)\\.[a-z_.0-9]{1,60}|model");

  static AttributeKey<?> renamed(AttributeKey<?> key, String name) {
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
    String plain = plain(value);
    String masked = text(plain);
    return masked.equals(plain) ? value : masked;
  }

  private static String plain(Object value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      // In scientific notation the digits of a card would not be found.
      return BigDecimal.valueOf(number).toPlainString();
    }
    return value instanceof Value<?> structured ? Json.write(structured) : value.toString();
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

  /** Returns {@code scope} with what its attributes tell masked. */
  InstrumentationScopeInfo scope(InstrumentationScopeInfo scope) {
    if (scope.getAttributes().isEmpty()) {
      return scope;
    }
    InstrumentationScopeInfoBuilder builder = InstrumentationScopeInfo.builder(scope.getName())
        .setAttributes(
            Attributes.builder().putAll(attributes(scope.getAttributes())).build());
    if (scope.getVersion() != null) {
      builder.setVersion(scope.getVersion());
    }
    return builder.build();
  }

  StatusData status(StatusData status) {
    return StatusData.create(status.getStatusCode(), text(status.getDescription()));
  }
}
