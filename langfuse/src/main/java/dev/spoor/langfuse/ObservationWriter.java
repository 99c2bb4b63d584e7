// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.cost.TokenUsage;
import dev.spoor.semconv.GenAiSpanReader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a span's attributes in Langfuse's terms. What was said in them already is kept; what the
 * GenAI conventions say is added, and not said twice; all else is passed on. For one thread.
 */
final class ObservationWriter {
  private static final String REQUEST = "gen_ai.request.";
  private static final String REQUEST_MODEL = "gen_ai.request.model";
  private static final String RUN_METADATA = "agent.metadata.";
  private static final String SERVICE_TIER = "service_tier";

  private final @Nullable MediaExtractor media;
  private final CostDetails costs = new CostDetails();
  private final BiConsumer<AttributeKey<?>, Object> copier = this::copy;
  private FlatAttributes out = new FlatAttributes();
  private final Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
  private boolean modelCall;
  private boolean told;
  private boolean typed;
  /** Whether there are attributes with a number for each message. */
  private boolean numbered;

  private @Nullable Object input;
  private @Nullable Object output;

  ObservationWriter(@Nullable MediaExtractor media) {
    this.media = media;
  }

  void write(
      SpanData span,
      GenAiSpanReader reader,
      Attributes attributes,
      List<EventData> events,
      StatusData status,
      FlatAttributes into) {
    out = into;
    parameters.clear();
    numbered = false;
    String type = ToldAttributes.type(attributes.get(LangfuseKeys.TYPE));
    told = type != null;
    if (type == null) {
      type = ObservationTypes.of(reader);
    }
    typed = type != null;
    modelCall = ObservationTypes.isModelCall(type);
    input = reader.input();
    output = reader.output();
    attributes.forEach(copier);
    out.addIfPresent(LangfuseKeys.TYPE, type);
    writeContent(reader, attributes);
    if (modelCall) {
      writeModelCall(span, reader, attributes);
    }
    if (status.getStatusCode() == StatusCode.ERROR) {
      writeError(events, status, attributes, type);
    }
    if (numbered || !events.isEmpty()) {
      OtherContent.complete(out, events);
    }
    if (media != null) {
      media.extract(span, out);
    }
  }

  /** Copies what is not told in Langfuse's terms below. */
  private void copy(AttributeKey<?> key, Object value) {
    String name = key.getKey();
    if (name.startsWith(ToldAttributes.PREFIX)) {
      ToldAttributes.copy(key, value, out);
      return;
    }
    if (value == input || value == output) {
      return;
    }
    if (modelCall && name.endsWith(SERVICE_TIER)) {
      addTier(name, value);
    }
    if (name.startsWith("gen_ai.")) {
      if (isToldElsewhere(name)) {
        return;
      }
      if (modelCall && name.startsWith(REQUEST) && !name.equals(REQUEST_MODEL)) {
        parameters.put(name.substring(REQUEST.length()), value);
        return;
      }
    } else if (name.startsWith(RUN_METADATA)) {
      add(
          LangfuseKeys.key(LangfuseKeys.METADATA_PREFIX + name.substring(RUN_METADATA.length())),
          value instanceof String text ? text : Json.write(value));
      return;
    } else if (name.equals(LangfuseKeys.RUN_TAGS.getKey()) && value instanceof List<?> tags) {
      addTags(tags);
      return;
    }
    numbered |= OtherContent.isNumbered(name);
    ToldAttributes.add(key, value, out);
  }

  /** Langfuse chooses the price by this parameter; what was served counts, not what was asked. */
  private void addTier(String name, Object tier) {
    if (name.endsWith(".response." + SERVICE_TIER)) {
      parameters.put(SERVICE_TIER, tier);
    } else {
      parameters.putIfAbsent(SERVICE_TIER, tier);
    }
  }

  private boolean isToldElsewhere(String name) {
    return switch (name) {
      case "gen_ai.input.messages",
          "gen_ai.output.messages",
          "gen_ai.system_instructions",
          "gen_ai.tool.call.arguments",
          "gen_ai.tool.call.result" -> true;
      // Of a span of no type Langfuse reads them as they are.
      default -> typed && name.startsWith("gen_ai.usage.");
    };
  }

  private <T> void add(AttributeKey<T> key, T value) {
    out.add(key, value);
  }

  private void addTags(List<?> tags) {
    if (!tags.isEmpty() && out.get(LangfuseKeys.TRACE_TAGS) == null) {
      add(LangfuseKeys.TRACE_TAGS, ResourceMerger.strings(tags));
    }
  }

  private void writeContent(GenAiSpanReader reader, Attributes attributes) {
    boolean tool = reader.toolArguments() != null || reader.toolResult() != null;
    String input = text(tool ? reader.toolArguments() : reader.input());
    String output = text(tool ? reader.toolResult() : reader.output());
    String instructions = text(reader.systemInstructions());
    if ((input != null || instructions != null) && attributes.get(LangfuseKeys.INPUT) == null) {
      add(LangfuseKeys.INPUT, tool && input != null ? input : Messages.input(instructions, input));
    }
    if (output != null && attributes.get(LangfuseKeys.OUTPUT) == null) {
      add(LangfuseKeys.OUTPUT, tool ? output : Messages.chat(output));
    }
  }

  private void writeModelCall(SpanData span, GenAiSpanReader reader, Attributes attributes) {
    String model = reader.model();
    if (attributes.get(LangfuseKeys.MODEL) == null) {
      out.addIfPresent(LangfuseKeys.MODEL, model);
    }
    TokenUsage usage = reader.usage();
    boolean usageTold = attributes.get(LangfuseKeys.USAGE) != null;
    if (!usageTold) {
      out.addIfPresent(LangfuseKeys.USAGE, UsageDetails.of(usage, model));
    }
    if (!usageTold && attributes.get(LangfuseKeys.COST) == null) {
      out.addIfPresent(
          LangfuseKeys.COST, costs.of(reader, usage, attributes, span.getStartEpochNanos()));
    }
    if (!parameters.isEmpty() && attributes.get(LangfuseKeys.MODEL_PARAMETERS) == null) {
      add(LangfuseKeys.MODEL_PARAMETERS, Json.write(parameters));
    }
    Double firstChunk = reader.timeToFirstChunk();
    if (firstChunk != null
        && firstChunk < 1e6
        && attributes.get(LangfuseKeys.COMPLETION_START) == null) {
      long start = span.getStartEpochNanos() + (long) (firstChunk * 1e9);
      // With the quotes, as servers of all ages read it.
      add(
          LangfuseKeys.COMPLETION_START,
          '"' + Instant.ofEpochSecond(0, start - start % 1_000_000).toString() + '"');
    }
    writePrompt(attributes);
    writeTools(span, reader);
  }

  /** Of a span in this scope Langfuse drops every attribute that is not in its own terms. */
  private void writeTools(SpanData span, GenAiSpanReader reader) {
    String tools = text(reader.toolDefinitions());
    if (tools != null && span.getInstrumentationScopeInfo().getName().startsWith("langfuse-sdk")) {
      add(LangfuseKeys.TOOLS, tools);
    }
  }

  private void writePrompt(Attributes attributes) {
    String name = attributes.get(PROMPT_NAME);
    if (attributes.get(LangfuseKeys.PROMPT_NAME) != null) {
      ToldAttributes.completePrompt(out);
      return;
    }
    if (name == null) {
      return;
    }
    Long version = asLong(attributes);
    // A prompt without a version makes older servers refuse the observation.
    if (version != null) {
      add(LangfuseKeys.PROMPT_NAME, name);
      add(LangfuseKeys.PROMPT_VERSION, version);
    }
  }

  private static @Nullable Long asLong(Attributes attributes) {
    Long version = attributes.get(PROMPT_VERSION_NUMBER);
    String text = attributes.get(PROMPT_VERSION);
    return version == null && text != null && text.matches("[0-9]{1,9}")
        ? Long.valueOf(text)
        : version;
  }

  private static final AttributeKey<String> PROMPT_NAME = LangfuseKeys.key("gen_ai.prompt.name");
  private static final AttributeKey<String> PROMPT_VERSION =
      LangfuseKeys.key("gen_ai.prompt.version");
  private static final AttributeKey<Long> PROMPT_VERSION_NUMBER =
      AttributeKey.longKey("gen_ai.prompt.version");

  private void writeError(
      List<EventData> events, StatusData status, Attributes attributes, @Nullable String type) {
    SpanError error = SpanError.of(events, status, attributes);
    if (attributes.get(LangfuseKeys.LEVEL) == null) {
      add(LangfuseKeys.LEVEL, "ERROR");
    }
    if (attributes.get(LangfuseKeys.STATUS_MESSAGE) == null) {
      add(LangfuseKeys.STATUS_MESSAGE, error.message());
    }
    out.addIfPresent(LangfuseKeys.EXCEPTION_STACKTRACE, error.stacktrace());
    if ((told || "agent".equals(type)) && out.get(LangfuseKeys.OUTPUT) == null) {
      add(LangfuseKeys.OUTPUT, Json.write(Map.of("error", error.message())));
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null || value instanceof String ? (String) value : Json.write(value);
  }
}
