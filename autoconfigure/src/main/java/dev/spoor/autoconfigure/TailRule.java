// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are kept though the sampler left them out: those whose root or one of whose agent
 * runs failed, took longer or cost more.
 */
record TailRule(
    boolean errors, @Nullable Duration slower, @Nullable BigDecimal costlier) {
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<Double> COST = AttributeKey.doubleKey("agent.cost.usd");

  /** Returns whether any trace can be kept by this rule. */
  boolean isActive() {
    return errors || slower != null || costlier != null;
  }

  /** Returns whether the trace is worth keeping for {@code span}, which has ended. */
  boolean matches(ReadableSpan span, boolean root) {
    if (!root && !"invoke_agent".equals(span.getAttribute(OPERATION))) {
      return false;
    }
    if (slower != null && span.getLatencyNanos() > Durations.bounded(slower).toNanos()) {
      return true;
    }
    Double cost = costlier == null ? null : span.getAttribute(COST);
    if (cost != null
        && costlier != null
        && Double.isFinite(cost)
        && BigDecimal.valueOf(cost).compareTo(costlier) > 0) {
      return true;
    }
    return errors && failed(span.toSpanData());
  }

  private static boolean failed(SpanData span) {
    return span.getStatus().getStatusCode() == StatusCode.ERROR;
  }
}
