// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/** A span as Langfuse is to see it; the span itself is untouched. */
final class LangfuseSpanData extends DelegatingSpanData {
  private final String name;
  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final SpanContext parent;
  private final Attributes attributes;
  private final List<EventData> events;
  private final StatusData status;

  LangfuseSpanData(
      SpanData span,
      String name,
      Resource resource,
      InstrumentationScopeInfo scope,
      SpanContext parent,
      Attributes attributes,
      List<EventData> events,
      StatusData status) {
    super(span);
    this.name = name;
    this.resource = resource;
    this.scope = scope;
    this.parent = parent;
    this.attributes = attributes;
    this.events = events;
    this.status = status;
  }

  /** Returns this span with other attributes. */
  LangfuseSpanData with(Attributes others) {
    return new LangfuseSpanData(this, name, resource, scope, parent, others, events, status);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  /** Langfuse reads no trace state, and it may hold what others put there. */
  @Override
  public SpanContext getSpanContext() {
    SpanContext context = super.getSpanContext();
    return context.getTraceState().isEmpty()
        ? context
        : SpanContext.create(
            context.getTraceId(),
            context.getSpanId(),
            context.getTraceFlags(),
            TraceState.getDefault());
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parent;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public List<EventData> getEvents() {
    return events;
  }

  @Override
  public int getTotalRecordedEvents() {
    return events.size();
  }

  /** Langfuse reads no links. */
  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public StatusData getStatus() {
    return status;
  }
}
