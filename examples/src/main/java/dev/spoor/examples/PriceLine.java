// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.cost.CostRequest;
import dev.spoor.cost.TokenUsage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what one line asks to be priced. */
final class PriceLine {
  private static final String FORMS =
      "anthropic.messages, openai.chat, openai.responses, gemini, bedrock.converse";

  private PriceLine() {}

  /** Says why a line cannot be priced. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  static CostRequest request(Map<String, Object> fields) throws Unreadable {
    String model = text(fields, "model");
    if (model == null || model.isBlank()) {
      throw new Unreadable("no model is named");
    }
    Map<String, Object> usage = usage(fields);
    return CostRequest.builder(model, read(text(fields, "usage_form"), usage))
        .setProvider(text(fields, "provider"))
        .setTime(time(text(fields, "timestamp")))
        .setBatch(isTrue(fields, "batch"))
        .setServiceTier(text(fields, "service_tier"))
        .setRegion(text(fields, "region"))
        .readTerms(usage)
        .build();
  }

  private static TokenUsage read(@Nullable String form, Map<String, Object> usage)
      throws Unreadable {
    if (form == null) {
      throw new Unreadable("usage_form is missing, expected one of " + FORMS);
    }
    return switch (form.trim().toLowerCase(Locale.ROOT)) {
      case "anthropic.messages", "anthropic" -> TokenUsage.ofAnthropic(usage);
      case "openai.chat" -> TokenUsage.ofOpenAiChat(usage);
      case "openai.responses" -> TokenUsage.ofOpenAiResponses(usage);
      case "gemini", "gemini.usagemetadata" -> TokenUsage.ofGemini(usage);
      case "bedrock", "bedrock.converse" -> TokenUsage.ofBedrock(usage);
      default -> throw new Unreadable("usage_form is '" + form + "', expected one of " + FORMS);
    };
  }

  private static Map<String, Object> usage(Map<String, Object> fields) throws Unreadable {
    if (!(fields.get("usage") instanceof Map<?, ?> map)) {
      throw new Unreadable("usage is missing or not an object");
    }
    var usage = new HashMap<String, Object>();
    map.forEach((key, value) -> usage.put((String) key, value));
    return usage;
  }

  private static @Nullable String text(Map<String, Object> fields, String name) throws Unreadable {
    Object value = fields.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new Unreadable(name + " is not a string");
  }

  private static boolean isTrue(Map<String, Object> fields, String name) throws Unreadable {
    Object value = fields.getOrDefault(name, false);
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw new Unreadable(name + " is neither true nor false");
  }

  private static @Nullable Instant time(@Nullable String text) throws Unreadable {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return IsoTime.parse(text);
    } catch (DateTimeException e) {
      throw new Unreadable("timestamp is '" + text
          + "', expected ISO-8601 such as 2026-03-12 or 2026-03-12T08:00:00Z");
    }
  }
}
