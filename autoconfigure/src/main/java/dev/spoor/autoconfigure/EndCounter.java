// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Tells the deliveries what they have to expect. */
final class EndCounter implements SpanProcessor {
  private final Deliveries deliveries;

  EndCounter(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    deliveries.ended(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
