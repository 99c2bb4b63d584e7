// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.semconv.GenAiSpanReader;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells which of Langfuse's observation types a span is. */
final class ObservationTypes {
  /** Returns the type as Langfuse writes it, or null if the span is none in particular. */
  static @Nullable String of(GenAiSpanReader span) {
    String type = ofOperation(span.operation());
    if (type == null) {
      type = ofKind(span.spanKind());
    }
    if (type == null && (span.toolName() != null || span.toolCallId() != null)) {
      type = "tool";
    }
    if (type == null && span.model() != null && (span.hasUsage() || span.isGenAi())) {
      type = "generation";
    }
    return type;
  }

  private static @Nullable String ofOperation(@Nullable String operation) {
    if (operation == null) {
      return null;
    }
    return switch (operation) {
      case "chat", "completion", "text_completion", "generate_content", "generate" -> "generation";
      case "embeddings" -> "embedding";
      case "invoke_agent", "create_agent" -> "agent";
      case "execute_tool" -> "tool";
      case "retrieval", "search_memory" -> "retriever";
      case "invoke_workflow" -> "chain";
      default -> null;
    };
  }

  private static @Nullable String ofKind(@Nullable String kind) {
    if (kind == null) {
      return null;
    }
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "llm" -> "generation";
      case "embedding" -> "embedding";
      case "agent" -> "agent";
      case "tool" -> "tool";
      case "chain", "workflow" -> "chain";
      case "retriever", "reranker" -> "retriever";
      case "evaluator" -> "evaluator";
      case "guardrail" -> "guardrail";
      default -> null;
    };
  }

  /** Returns whether Langfuse counts tokens and cost of this type. */
  static boolean isModelCall(@Nullable String type) {
    return "generation".equals(type) || "embedding".equals(type);
  }

  private ObservationTypes() {}
}
