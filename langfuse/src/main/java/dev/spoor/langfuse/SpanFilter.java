// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which spans go to Langfuse: those of AI libraries and those that say something about
 * generative AI, so that a trace shows an agent's work and not every query of the application. Safe
 * for use by many threads.
 */
final class SpanFilter {
  private static final int SCOPES = 1000;
  /** A scope is known if it has one of these names or begins with one and a dot. */
  private static final List<String> KNOWN = List.of(
      "dev.spoor",
      "spoor.python",
      "langfuse-sdk",
      // What runs on the JVM.
      "org.springframework.ai",
      "dev.langchain4j",
      "io.quarkiverse.langchain4j",
      "io.quarkus.langchain4j",
      "ai.koog",
      "gcp.vertex.agent",
      "com.google.adk",
      "io.opentelemetry.openai-java-1.1",
      "io.agentscope",
      // What Langfuse's own SDKs know, for spans that are relayed.
      "agent_framework",
      "autogen-core",
      "haystack",
      "langsmith",
      "litellm",
      "openinference",
      "pydantic-ai",
      "strands-agents",
      "vllm",
      "opentelemetry.instrumentation.agno",
      "opentelemetry.instrumentation.alephalpha",
      "opentelemetry.instrumentation.anthropic",
      "opentelemetry.instrumentation.aws_bedrock",
      "opentelemetry.instrumentation.bedrock",
      "opentelemetry.instrumentation.cohere",
      "opentelemetry.instrumentation.crewai",
      "opentelemetry.instrumentation.gemini",
      "opentelemetry.instrumentation.google_genai",
      "opentelemetry.instrumentation.google_generativeai",
      "opentelemetry.instrumentation.groq",
      "opentelemetry.instrumentation.haystack",
      "opentelemetry.instrumentation.langchain",
      "opentelemetry.instrumentation.llamaindex",
      "opentelemetry.instrumentation.mistralai",
      "opentelemetry.instrumentation.ollama",
      "opentelemetry.instrumentation.openai",
      "opentelemetry.instrumentation.openai_agents",
      "opentelemetry.instrumentation.openai_v2",
      "opentelemetry.instrumentation.replicate",
      "opentelemetry.instrumentation.sagemaker",
      "opentelemetry.instrumentation.together",
      "opentelemetry.instrumentation.transformers",
      "opentelemetry.instrumentation.vertex_ai",
      "opentelemetry.instrumentation.vertexai",
      "opentelemetry.instrumentation.voyageai",
      "opentelemetry.instrumentation.watsonx",
      "opentelemetry.instrumentation.writer");

  private static final String OPENINFERENCE = "openinference.span.kind";
  private static final Set<String> KNOWN_ALONE = Set.of("ai");
  /** Reading all attributes of a span that is open copies them; these are set first in practice. */
  private static final List<AttributeKey<String>> TELLING_AT_START = List.of(
      AttributeKey.stringKey("gen_ai.operation.name"),
      AttributeKey.stringKey("gen_ai.provider.name"),
      AttributeKey.stringKey("gen_ai.system"),
      AttributeKey.stringKey("gen_ai.request.model"),
      AttributeKey.stringKey(OPENINFERENCE),
      LangfuseKeys.TYPE);

  private final @Nullable Predicate<ReadableSpan> custom;
  private final long sampleBound;
  private final Map<String, Boolean> scopes = new ConcurrentHashMap<>();

  SpanFilter(@Nullable Predicate<ReadableSpan> custom, double sampleRate) {
    this.custom = custom;
    sampleBound = sampleRate >= 1 ? Long.MAX_VALUE : (long) (sampleRate * Long.MAX_VALUE);
  }

  /** Returns whether {@code span}, which has just started, is expected to go to Langfuse. */
  boolean expects(ReadableSpan span) {
    if (custom != null) {
      return custom.test(span);
    }
    if (isKnown(span.getInstrumentationScopeInfo().getName())) {
      return true;
    }
    for (AttributeKey<String> key : TELLING_AT_START) {
      if (span.getAttribute(key) != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether {@code span}, which has ended, goes to Langfuse. */
  boolean accepts(ReadableSpan span) {
    if (custom != null) {
      return custom.test(span);
    }
    return isKnown(span.getInstrumentationScopeInfo().getName()) || tellsOfAi(span);
  }

  private boolean isKnown(String scope) {
    Boolean known = scopes.get(scope);
    if (known == null) {
      known = KNOWN_ALONE.contains(scope)
          || KNOWN.stream().anyMatch(name -> scope.equals(name) || scope.startsWith(name + "."));
      if (scopes.size() < SCOPES) {
        scopes.put(scope, known);
      }
    }
    return known;
  }

  /** What is said in Langfuse's own terms is meant for it, whoever made the span. */
  private static boolean tellsOfAi(ReadableSpan span) {
    var found = new boolean[1];
    span.getAttributes().forEach((key, value) -> {
      String name = key.getKey();
      found[0] |= name.startsWith("gen_ai.")
          || name.startsWith(LangfuseKeys.OBSERVATION)
          || name.equals(OPENINFERENCE);
    });
    return found[0];
  }

  /** Returns whether the trace is one of those that are sent. */
  boolean samples(String traceId) {
    if (sampleBound == Long.MAX_VALUE) {
      return true;
    }
    // As OpenTelemetry's sampler by trace id does: the same traces in every process.
    long random = Long.parseUnsignedLong(traceId, 16, 32, 16) & Long.MAX_VALUE;
    return random < sampleBound;
  }
}
