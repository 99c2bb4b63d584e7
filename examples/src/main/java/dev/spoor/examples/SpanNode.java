// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One span of a tree; {@code id} counts from 1 in the order in which spans started. */
record SpanNode(int id, @Nullable SpanNode parent, ReadableSpan span) {
  static final int NO_PARENT = 0;

  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("agent.outcome");
  private static final AttributeKey<Boolean> SETTLEMENT =
      AttributeKey.booleanKey("agent.usage.settlement");

  /** Returns whether the span only carries what no model call that was shown did. */
  static boolean isSettlement(SpanData data) {
    return Boolean.TRUE.equals(data.getAttributes().get(SETTLEMENT));
  }

  int parentId() {
    return parent == null ? NO_PARENT : parent.id();
  }

  int depth() {
    return parent == null ? 0 : parent.depth() + 1;
  }

  boolean ended() {
    return span.hasEnded();
  }

  SpanData data() {
    return span.toSpanData();
  }

  /** Returns ok, error, abandoned or cancelled. */
  static String status(SpanData data) {
    if (data.getStatus().getStatusCode() == StatusCode.ERROR) {
      return "error";
    }
    String outcome = data.getAttributes().get(OUTCOME);
    return outcome == null || outcome.equals("success") ? "ok" : outcome;
  }

  /** Returns the first of these counts that the span has, or null. */
  static @Nullable Long count(SpanData data, String... keys) {
    for (String key : keys) {
      Long value = data.getAttributes().get(AttributeKey.longKey(key));
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Returns the first of these amounts that the span has, or null. */
  static @Nullable BigDecimal amount(SpanData data, String... keys) {
    for (String key : keys) {
      Double value = data.getAttributes().get(AttributeKey.doubleKey(key));
      if (value != null) {
        return BigDecimal.valueOf(value);
      }
    }
    return null;
  }
}
