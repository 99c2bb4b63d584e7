// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that a span has in Langfuse's own terms already, in the form that its server reads:
 * what it would drop, garble or refuse the whole observation for is put right, or left out where it
 * says nothing.
 */
final class ToldAttributes {
  static final String PREFIX = "langfuse.";
  private static final long EXACT = 1L << 53;
  private static final ObservationType[] TYPES = ObservationType.values();
  private static final List<String> PRICES_NOT_BUCKETS = List.of("total", "totalCost");

  /** Returns the type that {@code told} means, or null if Langfuse has none of that name. */
  static @Nullable String type(@Nullable String told) {
    if (told == null) {
      return null;
    }
    for (ObservationType type : TYPES) {
      if (type.wireName().equals(told)) {
        return told;
      }
    }
    String lower = told.toLowerCase(Locale.ROOT);
    return lower.equals(told) ? null : type(lower);
  }

  /** Adds an attribute whose name begins with {@link #PREFIX}. */
  static void copy(AttributeKey<?> key, Object value, FlatAttributes out) {
    switch (key.getKey()) {
      case "langfuse.observation.type" -> {
        // Written by the caller.
      }
      case "langfuse.observation.metadata" -> addMetadata(key, value, out);
      case "langfuse.observation.completion_start_time" ->
        out.addIfPresent(LangfuseKeys.COMPLETION_START, time(value));
      case "langfuse.observation.prompt.version" ->
        out.addIfPresent(LangfuseKeys.PROMPT_VERSION, version(value));
      case "langfuse.observation.usage_details" ->
        out.add(LangfuseKeys.USAGE, UsageDetails.told(value.toString()));
      case "langfuse.observation.cost_details" ->
        out.addIfPresent(LangfuseKeys.COST, cost(value.toString()));
      default -> add(key, value, out);
    }
  }

  /** Adds an attribute as it is, but for values that do not arrive as they are. */
  static void add(AttributeKey<?> key, Object value, FlatAttributes out) {
    if (value instanceof List<?> list) {
      // An empty array arrives as a text that says so.
      if (!list.isEmpty()) {
        boolean exact = list.stream().allMatch(ToldAttributes::arrives);
        out.addAny(
            exact ? key : AttributeKey.stringArrayKey(key.getKey()),
            exact ? list : ResourceMerger.strings(list));
      }
    } else if (value instanceof Value<?> structured) {
      Object plain = Json.plain(structured);
      out.add(
          LangfuseKeys.key(key.getKey()), plain instanceof String text ? text : Json.write(plain));
    } else if (arrives(value)) {
      out.addAny(key, value);
    } else {
      out.add(LangfuseKeys.key(key.getKey()), value.toString());
    }
  }

  /** The server has doubles only, and JSON has no word for what is not a number. */
  private static boolean arrives(Object value) {
    return value instanceof Long whole
        ? whole >= -EXACT && whole <= EXACT
        : !(value instanceof Double number) || Double.isFinite(number);
  }

  /** What is neither an object nor an array is dropped. */
  private static void addMetadata(AttributeKey<?> key, Object value, FlatAttributes out) {
    if (value instanceof String text && Json.isStructured(text)) {
      out.addAny(key, text);
    } else {
      add(renamed(key, key.getKey() + ".value"), value, out);
    }
  }

  private static AttributeKey<?> renamed(AttributeKey<?> key, String name) {
    return SpanMasker.renamed(key, name);
  }

  /** As milliseconds it would be the end of the whole observation. */
  private static @Nullable String time(Object value) {
    String text = value.toString();
    if (!(value instanceof Number) && !text.matches("[0-9]{10,16}")) {
      return text;
    }
    try {
      return '"' + Instant.ofEpochMilli(new BigDecimal(text).longValueExact()).toString() + '"';
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  /** As text it would be the end of the whole observation. */
  private static @Nullable Long version(Object value) {
    return value instanceof Long version
        ? version
        : value.toString().matches("[0-9]{1,9}") ? Long.valueOf(value.toString()) : null;
  }

  /** Texts would be put one after the other instead of being added, and no total is no cost. */
  static @Nullable String cost(String told) {
    if (!(Json.parse(told) instanceof Map<?, ?> map)) {
      return null;
    }
    Map<String, Object> cost = new LinkedHashMap<>();
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal total = null;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      BigDecimal amount = amount(entry.getValue());
      if (amount != null && PRICES_NOT_BUCKETS.contains(entry.getKey())) {
        total = amount;
      } else if (amount != null) {
        cost.put(String.valueOf(entry.getKey()), amount);
        sum = sum.add(amount);
      }
    }
    if (total == null && cost.isEmpty()) {
      return null;
    }
    cost.put("total", total == null ? sum : total);
    return Json.write(cost);
  }

  private static @Nullable BigDecimal amount(@Nullable Object value) {
    String text = value instanceof Json.Digits digits ? digits.text() : String.valueOf(value);
    if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")) {
      return null;
    }
    return new BigDecimal(text);
  }

  /** A prompt without a version would be the end of the whole observation. */
  static void completePrompt(FlatAttributes out) {
    int name = out.indexOf(LangfuseKeys.PROMPT_NAME.getKey());
    if (name >= 0 && out.get(LangfuseKeys.PROMPT_VERSION) == null) {
      out.setAt(
          name, LangfuseKeys.key(LangfuseKeys.METADATA_PREFIX + "prompt_name"), out.valueAt(name));
    }
  }

  private ToldAttributes() {}
}
