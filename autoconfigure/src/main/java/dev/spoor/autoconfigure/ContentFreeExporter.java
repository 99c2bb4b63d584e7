// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Takes prompts, answers, tool arguments and results, those of failed tools too, out of spans and
 * their events, and passes the spans on; ours, and those of other libraries that follow the GenAI
 * conventions, OpenInference or Langfuse. Works on the export thread; the spans themselves are not
 * changed, so another exporter beside this one sees everything. Safe for use by many threads.
 *
 * <pre>{@code
 * SpanExporter exporter = ContentFreeExporter.create(OtlpHttpSpanExporter.getDefault());
 * }</pre>
 */
public final class ContentFreeExporter implements SpanExporter {
  private final SpanExporter delegate;

  /** Returns an exporter that passes spans without their content on to {@code delegate}. */
  public static ContentFreeExporter create(SpanExporter delegate) {
    return new ContentFreeExporter(requireNonNull(delegate, "delegate"));
  }

  private ContentFreeExporter(SpanExporter delegate) {
    this.delegate = delegate;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    List<SpanData> without = new ArrayList<>(spans.size());
    for (SpanData span : spans) {
      without.add(hasContent(span) ? new ContentFreeSpan(span) : span);
    }
    return delegate.export(without);
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return delegate.shutdown();
  }

  @Override
  public String toString() {
    return "ContentFreeExporter{" + delegate + "}";
  }

  private static boolean hasContent(SpanData span) {
    return hasContent(span.getAttributes())
        || tellsResult(span)
        || span.getEvents().stream()
            .anyMatch(event ->
                ContentKeys.isContentEvent(event.getName()) || hasContent(event.getAttributes()));
  }

  /** What a tool answered when it failed is the description of its status. */
  private static boolean tellsResult(SpanData span) {
    return ContentKeys.TOOL_ERROR.equals(span.getAttributes().get(ContentKeys.ERROR_TYPE))
        && !span.getStatus().getDescription().isEmpty();
  }

  private static boolean hasContent(Attributes attributes) {
    for (AttributeKey<?> key : attributes.asMap().keySet()) {
      if (ContentKeys.isContent(key.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static Attributes withoutContent(Attributes attributes) {
    return attributes.toBuilder()
        .removeIf(key -> ContentKeys.isContent(key.getKey()))
        .build();
  }

  /** A span without what was said. */
  private static final class ContentFreeSpan extends DelegatingSpanData {
    private final Attributes attributes;
    private final List<EventData> events;
    private final StatusData status;

    ContentFreeSpan(SpanData span) {
      super(span);
      status = tellsResult(span) ? StatusData.error() : span.getStatus();
      attributes = withoutContent(span.getAttributes());
      events = span.getEvents().stream()
          .filter(event -> !ContentKeys.isContentEvent(event.getName()))
          .map(ContentFreeSpan::strip)
          .toList();
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
    public StatusData getStatus() {
      return status;
    }

    /** Counts what is left: what was taken out is no loss that a backend should warn of. */
    @Override
    public int getTotalAttributeCount() {
      int removed = super.getAttributes().size() - attributes.size();
      return super.getTotalAttributeCount() - removed;
    }

    @Override
    public int getTotalRecordedEvents() {
      return super.getTotalRecordedEvents() - (super.getEvents().size() - events.size());
    }

    private static EventData strip(EventData event) {
      if (!hasContent(event.getAttributes())) {
        return event;
      }
      return EventData.create(
          event.getEpochNanos(),
          event.getName(),
          ContentFreeExporter.withoutContent(event.getAttributes()));
    }
  }
}
