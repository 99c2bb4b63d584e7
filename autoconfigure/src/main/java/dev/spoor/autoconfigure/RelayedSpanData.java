// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.sandbox.RelayedSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/**
 * What exporters read of a span that ended in a sandbox. What such a span says about usage, cost,
 * users and sessions is left out: a program that nobody trusts could make a backend add up money
 * that was never spent, or show the trace to somebody else.
 */
final class RelayedSpanData implements SpanData {
  private static final List<String> NOT_FOR_IT_TO_SAY = List.of(
      "gen_ai.usage.",
      "gen_ai.conversation.",
      "agent.tokens.",
      "agent.cost.",
      "sandbox.",
      "llm.token_count.",
      "llm.usage.",
      "llm.cost.",
      "langfuse.",
      "user.",
      "session.");

  private final RelayedSpan span;
  private final Attributes attributes;
  private final List<EventData> events;
  private final StatusData status;
  private final InstrumentationScopeInfo scope;
  private final Resource resource;

  RelayedSpanData(RelayedSpan span) {
    this.span = span;
    attributes = span.attributes().toBuilder()
        .removeIf(key -> isNotForItToSay(key.getKey()))
        .build();
    events = span.events().stream()
        .map(event -> EventData.create(event.epochNanos(), event.name(), event.attributes()))
        .toList();
    status = StatusData.create(span.status(), span.statusDescription());
    scope = InstrumentationScopeInfo.create(
        span.scopeName().isEmpty() ? "dev.spoor.sandbox.relay" : span.scopeName());
    resource = Resource.create(span.resource());
  }

  private static boolean isNotForItToSay(String key) {
    // Where it runs, it alone knows; its id, outcome and cost are ours to say.
    return !key.equals("sandbox.environment")
        && NOT_FOR_IT_TO_SAY.stream().anyMatch(key::startsWith);
  }

  @Override
  public String getName() {
    return span.name();
  }

  @Override
  public SpanKind getKind() {
    return span.kind();
  }

  @Override
  public SpanContext getSpanContext() {
    return span.context();
  }

  @Override
  public SpanContext getParentSpanContext() {
    return span.parent();
  }

  @Override
  public StatusData getStatus() {
    return status;
  }

  @Override
  public long getStartEpochNanos() {
    return span.startEpochNanos();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return events;
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public long getEndEpochNanos() {
    return span.endEpochNanos();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return events.size();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  @SuppressWarnings("deprecation") // The interface has no other way yet.
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(scope.getName(), null);
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
