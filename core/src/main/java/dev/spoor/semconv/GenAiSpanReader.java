// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.semconv;

import dev.spoor.cost.TokenUsage;
import dev.spoor.cost.TokenUsageBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a span says about generative AI from its attributes, in any spelling: the GenAI
 * conventions as they are, were and will be, OpenLLMetry's names and OpenInference's. A value that
 * has the wrong type is converted if that loses nothing, else it is as if it were not there.
 *
 * <p>A reader holds one span at a time and is meant to be used again; it is not safe for use by
 * several threads. Nothing here throws.
 *
 * <pre>{@code
 * var reader = new GenAiSpanReader();
 * reader.read(span.getAttributes());
 * Cost cost = prices.cost(reader.model(), reader.usage());
 * }</pre>
 */
public final class GenAiSpanReader {
  private final Map<GenAiField, Object> values = new EnumMap<>(GenAiField.class);
  private final Map<GenAiField, GenAiField.Spelling> spellings = new EnumMap<>(GenAiField.class);
  private final BiConsumer<AttributeKey<?>, Object> keeper = this::keep;
  private boolean genAi;

  /** Returns a reader that has read nothing. */
  public GenAiSpanReader() {}

  /** Reads {@code attributes} in place of those read before, and returns this. */
  public GenAiSpanReader read(Attributes attributes) {
    values.clear();
    spellings.clear();
    genAi = false;
    attributes.forEach(keeper);
    return this;
  }

  private void keep(AttributeKey<?> key, Object value) {
    String name = key.getKey();
    GenAiField.Spelling spelling = GenAiField.of(name);
    genAi |= name.startsWith("gen_ai.");
    if (spelling == null) {
      return;
    }
    GenAiField.Spelling read = spellings.get(spelling.field());
    if (read == null || spelling.rank() < read.rank()) {
      spellings.put(spelling.field(), spelling);
      values.put(spelling.field(), value);
    }
  }

  /** Returns whether any attribute is of the GenAI conventions, whatever it says. */
  public boolean isGenAi() {
    return genAi;
  }

  /** Returns the operation: {@code chat}, {@code invoke_agent}, {@code execute_tool} and so on. */
  public @Nullable String operation() {
    return text(GenAiField.OPERATION);
  }

  /**
   * Returns the kind that OpenInference or OpenLLMetry gave the span: {@code LLM}, {@code tool}.
   */
  public @Nullable String spanKind() {
    return text(GenAiField.SPAN_KIND);
  }

  /** Returns the provider of the model. */
  public @Nullable String provider() {
    return text(GenAiField.PROVIDER);
  }

  /** Returns the model that was asked for. */
  public @Nullable String requestModel() {
    return text(GenAiField.REQUEST_MODEL);
  }

  /** Returns the model that answered. */
  public @Nullable String responseModel() {
    return text(GenAiField.RESPONSE_MODEL);
  }

  /** Returns the model that answered, else the one that was asked for. */
  public @Nullable String model() {
    String model = responseModel();
    return model == null ? requestModel() : model;
  }

  /** Returns the provider's id of the answer. */
  public @Nullable String responseId() {
    return text(GenAiField.RESPONSE_ID);
  }

  /** Returns why the model stopped, once for each choice; empty if untold. */
  public List<String> finishReasons() {
    Object value = value(GenAiField.FINISH_REASONS);
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(value.toString());
  }

  /** Returns the seconds from the request to the first piece of the answer. */
  public @Nullable Double timeToFirstChunk() {
    Object value = value(GenAiField.TIME_TO_FIRST_CHUNK);
    double seconds = number(value);
    return seconds >= 0 ? seconds : null;
  }

  /**
   * Returns the token counts, inclusive as the conventions ask. Where a writer left the cached
   * tokens out of the input, which shows when they exceed it, they are added.
   */
  public TokenUsage usage() {
    long input = count(GenAiField.INPUT_TOKENS);
    long output = count(GenAiField.OUTPUT_TOKENS);
    long cacheRead = count(GenAiField.CACHE_READ_TOKENS);
    long cacheWrite = count(GenAiField.CACHE_WRITE_TOKENS);
    long audioInput = count(GenAiField.AUDIO_INPUT_TOKENS);
    long reasoning = count(GenAiField.REASONING_TOKENS);
    long audioOutput = count(GenAiField.AUDIO_OUTPUT_TOKENS);
    long cached = Math.max(0, cacheRead) + Math.max(0, cacheWrite);
    TokenUsageBuilder builder = TokenUsage.builder()
        .setInput(input >= 0 && cached > input ? input + cached : input)
        .setOutput(output)
        .setCacheRead(cacheRead)
        .setCacheWrite5m(cacheWrite);
    if (reasoning <= output) {
      builder.setReasoning(reasoning);
    }
    if (cached + Math.max(0, audioInput) <= input) {
      builder.setAudioInput(audioInput);
    }
    if (Math.max(0, reasoning) + Math.max(0, audioOutput) <= output) {
      builder.setAudioOutput(audioOutput);
    }
    return builder.build();
  }

  /** Returns whether any token count is told. */
  public boolean hasUsage() {
    return count(GenAiField.INPUT_TOKENS) >= 0 || count(GenAiField.OUTPUT_TOKENS) >= 0;
  }

  /** Returns what the call cost in US dollars, as the span tells. */
  public @Nullable BigDecimal cost() {
    double cost = number(value(GenAiField.COST));
    return cost >= 0 && Double.isFinite(cost) ? BigDecimal.valueOf(cost) : null;
  }

  /** Returns the id of the conversation. */
  public @Nullable String conversationId() {
    return text(GenAiField.CONVERSATION);
  }

  /** Returns the name of the agent. */
  public @Nullable String agentName() {
    return text(GenAiField.AGENT_NAME);
  }

  /** Returns the name of the tool. */
  public @Nullable String toolName() {
    return text(GenAiField.TOOL_NAME);
  }

  /** Returns the id of the tool call. */
  public @Nullable String toolCallId() {
    return text(GenAiField.TOOL_CALL_ID);
  }

  /**
   * Returns the tool's arguments: a String, or a {@link Value} where the writer structured them.
   */
  public @Nullable Object toolArguments() {
    return value(GenAiField.TOOL_ARGUMENTS);
  }

  /** Returns the tool's result: a String, or a {@link Value} where the writer structured it. */
  public @Nullable Object toolResult() {
    return value(GenAiField.TOOL_RESULT);
  }

  /** Returns the tools that the model was offered: JSON text or a {@link Value}. */
  public @Nullable Object toolDefinitions() {
    return value(GenAiField.TOOL_DEFINITIONS);
  }

  /** Returns the system's instructions: JSON text or a {@link Value}. */
  public @Nullable Object systemInstructions() {
    return value(GenAiField.SYSTEM_INSTRUCTIONS);
  }

  /** Returns what went into the span: JSON text, plain text or a {@link Value}. */
  public @Nullable Object input() {
    return value(GenAiField.INPUT_MESSAGES);
  }

  /** Returns what came out of the span: JSON text, plain text or a {@link Value}. */
  public @Nullable Object output() {
    return value(GenAiField.OUTPUT_MESSAGES);
  }

  /** Returns whether the attribute {@code name} is one that holds what users or models said. */
  public static boolean isContent(String name) {
    GenAiField.Spelling spelling = GenAiField.of(name);
    return spelling != null
        && switch (spelling.field()) {
          case TOOL_ARGUMENTS,
              TOOL_RESULT,
              TOOL_DEFINITIONS,
              SYSTEM_INSTRUCTIONS,
              INPUT_MESSAGES,
              OUTPUT_MESSAGES -> true;
          default -> false;
        };
  }

  private @Nullable Object value(GenAiField field) {
    return values.get(field);
  }

  private @Nullable String text(GenAiField field) {
    Object value = value(field);
    if (value instanceof Value<?> structured) {
      value = structured.getValue();
    }
    return value instanceof String text && !text.isEmpty() ? text : null;
  }

  private long count(GenAiField field) {
    Object value = value(field);
    if (value instanceof Long count) {
      return count < 0 ? TokenUsage.UNKNOWN : count;
    }
    double number = number(value);
    return number >= 0 && number == Math.rint(number) && number < 1e15
        ? (long) number
        : TokenUsage.UNKNOWN;
  }

  /** Returns {@code value} as a number, NaN if it is none. */
  private static double number(@Nullable Object value) {
    Object plain = value instanceof Value<?> structured ? structured.getValue() : value;
    if (plain instanceof Number number) {
      return number.doubleValue();
    }
    if (plain instanceof String text && !text.isEmpty() && text.length() < 32) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
    return Double.NaN;
  }
}
