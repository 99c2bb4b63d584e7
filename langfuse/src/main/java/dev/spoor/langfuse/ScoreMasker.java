// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Masks what people write into scores. A score whose mask fails goes without those texts. */
final class ScoreMasker {
  private static final List<String> TEXTS = List.of("value", "comment", "metadata");

  private final @Nullable SpanMasker masker;
  private final DeliveryCounters counters;

  ScoreMasker(@Nullable LangfuseMask mask, DeliveryCounters counters) {
    masker = mask == null ? null : new SpanMasker(mask);
    this.counters = counters;
  }

  List<Map<String, Object>> masked(List<Map<String, Object>> events) {
    return masker == null
        ? events
        : events.stream().map(event -> masked(masker, event)).toList();
  }

  private Map<String, Object> masked(SpanMasker masker, Map<String, Object> event) {
    Map<String, Object> left = new LinkedHashMap<>(event);
    if (event.get("body") instanceof Map<?, ?> body) {
      Map<Object, @Nullable Object> texts = new LinkedHashMap<>(body);
      try {
        texts.replaceAll((field, value) -> TEXTS.contains(field) && !(value instanceof Number)
            ? masker.content(Json.parse(Json.write(value)))
            : value);
      } catch (RuntimeException | StackOverflowError e) {
        counters.maskFailures.increment();
        texts.replaceAll((field, value) ->
            TEXTS.contains(field) && !(value instanceof Number) ? SpanMasker.FAILED : value);
        texts.computeIfPresent("metadata", (field, value) -> Map.of());
      }
      left.put("body", texts);
    }
    return left;
  }
}
