// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Langfuse's server makes of a span: which attribute it reads for which field, in which order,
 * what it drops and what it garbles. Written from what its ingestion does, for the attributes that
 * Spoor or other libraries on the JVM write.
 */
final class Ingestion {
  private static final Set<String> TYPES = Set.of(
      "span",
      "generation",
      "event",
      "embedding",
      "agent",
      "tool",
      "chain",
      "retriever",
      "evaluator",
      "guardrail");
  private static final Set<String> MODEL_KEYS = Set.of(
      "langfuse.observation.model.name",
      "gen_ai.response.model",
      "gen_ai.request.model",
      "llm.response.model",
      "llm.model_name",
      "model");

  private final WireSpan span;
  private final Map<String, Object> attributes;

  static List<Ingested> of(List<WireSpan> spans) {
    return spans.stream().map(span -> new Ingestion(span).ingest()).toList();
  }

  private Ingestion(WireSpan span) {
    this.span = span;
    attributes = span.attributes();
  }

  private Ingested ingest() {
    String type = type();
    IngestedContent content = IngestedContent.of(span);
    Map<String, Object> metadata = metadata();
    Map<String, Object> cost = cost();
    return new Ingested(
        span.traceId(),
        span.id(),
        span.parentId(),
        requireNonNullElse(first("gen_ai.tool.name", "logfire.msg"), span.name()),
        type,
        span.startNanos() / 1_000_000,
        span.endNanos() / 1_000_000,
        content.input(),
        content.output(),
        metadata,
        level(),
        statusMessage(),
        first(
            "langfuse.observation.model.name",
            "gen_ai.response.model",
            "ai.model.id",
            "gen_ai.request.model",
            "llm.response.model",
            "llm.model_name",
            "model"),
        parameters(),
        isBarred() ? Map.of() : IngestedUsage.of(attributes),
        cost,
        IngestedUsage.total(cost),
        completionStart(),
        type.equals("generation") ? prompt() : null,
        first("langfuse.user.id", "user.id"),
        first("langfuse.session.id", "session.id", "gen_ai.conversation.id"),
        first("langfuse.trace.name"),
        tags(),
        "true".equals(first("langfuse.trace.public")),
        first("langfuse.version") == null ? resource("service.version") : first("langfuse.version"),
        first("langfuse.release") == null
            ? resource("langfuse.release")
            : first("langfuse.release"),
        environment(),
        "true".equals(first("langfuse.internal.is_app_root")),
        content.toolCalls(),
        IngestedContent.toolDefinitions(content, metadata),
        prefixed("langfuse.experiment."));
  }

  private String type() {
    String own = first("langfuse.observation.type");
    if (own != null && TYPES.contains(own)) {
      return own;
    }
    String kind = ofKind(first("openinference.span.kind"));
    if (kind != null) {
      return kind;
    }
    String operation = ofOperation(first("gen_ai.operation.name"));
    if (operation != null) {
      return operation;
    }
    if (first("gen_ai.tool.name", "gen_ai.tool.call.id") != null) {
      return "tool";
    }
    return attributes.keySet().stream().anyMatch(MODEL_KEYS::contains) ? "generation" : "span";
  }

  private static @Nullable String ofKind(@Nullable String kind) {
    return kind == null
        ? null
        : switch (kind) {
          case "LLM" -> "generation";
          case "CHAIN", "RETRIEVER", "EMBEDDING", "AGENT", "TOOL", "GUARDRAIL", "EVALUATOR" ->
            kind.toLowerCase(Locale.ROOT);
          default -> null;
        };
  }

  private static @Nullable String ofOperation(@Nullable String operation) {
    return operation == null
        ? null
        : switch (operation) {
          case "chat", "completion", "text_completion", "generate_content", "generate" ->
            "generation";
          case "embeddings" -> "embedding";
          case "invoke_agent", "create_agent" -> "agent";
          case "execute_tool" -> "tool";
          default -> null;
        };
  }

  /** On such a span every count, price and model is thrown away. */
  private boolean isBarred() {
    String operation = first("gen_ai.operation.name");
    return "invoke_agent".equals(operation) || "agent_step".equals(operation);
  }

  private String level() {
    String level = first("langfuse.observation.level");
    if (level == null) {
      return span.error() ? "ERROR" : "DEFAULT";
    }
    return switch (level.toUpperCase(Locale.ROOT)) {
      case "DEBUG", "TRACE", "VERBOSE" -> "DEBUG";
      case "WARNING", "WARN" -> "WARNING";
      case "ERROR", "FATAL", "CRITICAL" -> "ERROR";
      default -> "DEFAULT";
    };
  }

  private @Nullable String statusMessage() {
    String message = first("langfuse.observation.status_message");
    return message == null && !span.statusMessage().isEmpty() ? span.statusMessage() : message;
  }

  private Map<String, Object> parameters() {
    if (Json.parse("" + first("langfuse.observation.model.parameters")) instanceof Map<?, ?> map) {
      return named(map);
    }
    Map<String, Object> parameters = prefixed("gen_ai.request.");
    parameters.remove("model");
    return parameters;
  }

  private Map<String, Object> cost() {
    if (isBarred()) {
      return Map.of();
    }
    if (Json.parse("" + first("langfuse.observation.cost_details")) instanceof Map<?, ?> map) {
      return named(map);
    }
    Object total = attributes.get("gen_ai.usage.cost");
    total = total == null ? attributes.get("llm.cost.total") : total;
    return total == null ? Map.of() : Map.of("total", total);
  }

  private @Nullable String completionStart() {
    String time = first("langfuse.observation.completion_start_time");
    return time == null ? null : time.replace("\"", "");
  }

  private @Nullable String prompt() {
    String name = first("langfuse.observation.prompt.name");
    Object version = attributes.get("langfuse.observation.prompt.version");
    // As a text, or without one, it makes the server of before refuse the whole observation.
    return name == null ? null : name + ":" + (version instanceof Double d ? d.longValue() : "?");
  }

  private List<String> tags() {
    Object tags = attributes.get("langfuse.trace.tags");
    if (tags instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return tags == null ? List.of() : List.of(tags.toString().split(","));
  }

  private String environment() {
    for (String name :
        List.of("langfuse.environment", "deployment.environment.name", "deployment.environment")) {
      String environment = first(name) == null ? resource(name) : first(name);
      if (environment != null) {
        return environment.matches("[a-zA-Z0-9_-]{1,40}")
            ? environment.toLowerCase(Locale.ROOT).replaceFirst("^langfuse", "")
            : "default";
      }
    }
    return "default";
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    Object whole = Json.parse("" + first("langfuse.observation.metadata"));
    if (whole instanceof Map<?, ?> map) {
      metadata.putAll(named(map));
    }
    metadata.putAll(prefixed("langfuse.observation.metadata."));
    metadata.putAll(prefixed("langfuse.metadata."));
    metadata.putAll(prefixed("langfuse.trace.metadata."));
    if (!span.scope().startsWith("langfuse-sdk")) {
      Map<String, Object> others = new LinkedHashMap<>(attributes);
      others.keySet().removeIf(key -> key.contains(".metadata."));
      metadata.putIfAbsent("attributes", others);
    }
    return metadata;
  }

  private Map<String, Object> prefixed(String prefix) {
    Map<String, Object> found = new LinkedHashMap<>();
    attributes.forEach((key, value) -> {
      if (key.startsWith(prefix)) {
        found.put(key.substring(prefix.length()), value);
      }
    });
    return found;
  }

  private @Nullable String first(String... names) {
    for (String name : names) {
      Object value = attributes.get(name);
      if (value != null && !"".equals(value)) {
        return value.toString();
      }
    }
    return null;
  }

  private @Nullable String resource(String name) {
    Object value = span.resource().get(name);
    return value == null ? null : value.toString();
  }

  /** Returns {@code map} with numbers as numbers. */
  static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((key, value) -> named.put(
        "" + key,
        value instanceof Json.Digits digits
            ? Double.valueOf(digits.text())
            : requireNonNullElse(value, "null")));
    return named;
  }

  static List<String> names(List<?> calls) {
    List<String> names = new ArrayList<>();
    for (Object call : calls) {
      if (call instanceof Map<?, ?> map) {
        Object holder = map.get("function") instanceof Map<?, ?> function ? function : map;
        names.add("" + ((Map<?, ?>) holder).get("name"));
      }
    }
    return names;
  }
}
