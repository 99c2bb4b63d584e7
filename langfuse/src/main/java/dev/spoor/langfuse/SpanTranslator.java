// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.langfuse.Parentage.Place;
import dev.spoor.semconv.GenAiSpanReader;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a span what Langfuse is to see: masked first, then hung in its place, then told in
 * Langfuse's terms. The span itself stays as it is. For one thread; what it returns is valid until
 * {@link #reset}.
 */
final class SpanTranslator {
  private final SpanPlacer placer;
  private final ResourceMerger resources;
  private final @Nullable SpanMasker masker;
  private final DeliveryCounters counters;
  private final Notices notices;
  private final GenAiSpanReader reader = new GenAiSpanReader();
  private final ObservationWriter writer;
  private final List<FlatAttributes> used = new ArrayList<>();
  private int next;

  SpanTranslator(
      LangfuseSettings settings,
      SpanPlacer placer,
      @Nullable MediaExtractor media,
      DeliveryCounters counters,
      Notices notices) {
    this.placer = placer;
    this.counters = counters;
    this.notices = notices;
    masker = settings.mask == null ? null : new SpanMasker(settings.mask);
    resources = new ResourceMerger(settings.environment, settings.release, masker);
    writer = new ObservationWriter(media);
  }

  /** Returns {@code ended} as Langfuse is to see it, or null if it cannot be read. */
  @Nullable SpanData translate(ReadableSpan ended) {
    Place place = placer.take(ended.getSpanContext().getSpanId());
    SpanData span = ended.toSpanData();
    try {
      return masker == null
          ? translate(
              span, place, span.getAttributes(), span.getEvents(), span.getStatus(), span.getName())
          : translate(
              span,
              place,
              masker.attributes(span.getAttributes()),
              masker.events(span.getEvents()),
              masker.status(span.getStatus()),
              masker.text(span.getName()));
    } catch (RuntimeException | StackOverflowError e) {
      return instead(span, place, e);
    }
  }

  /** A span that cannot be masked goes without anything that it says. */
  private @Nullable SpanData instead(SpanData span, @Nullable Place place, Throwable failure) {
    if (masker == null) {
      counters.lost(Loss.UNREADABLE, 1);
      notices.warn("translate", "A span could not be read for Langfuse and is dropped.", failure);
      return null;
    }
    counters.maskFailures.increment();
    // The failure may hold what was to be masked.
    notices.warn(
        "mask",
        "The mask failed with " + failure.getClass().getName()
            + "; the content of the span is replaced.",
        null);
    return bare(span, place);
  }

  private SpanData bare(SpanData span, @Nullable Place place) {
    FlatAttributes out = attributes();
    reader.read(span.getAttributes());
    out.addIfPresent(LangfuseKeys.TYPE, ObservationTypes.of(reader));
    out.addIfPresent(LangfuseKeys.USAGE, UsageDetails.of(reader.usage(), null));
    out.add(LangfuseKeys.INPUT, SpanMasker.FAILED);
    out.add(LangfuseKeys.OUTPUT, SpanMasker.FAILED);
    markRoot(out, span, place);
    StatusData status = StatusData.create(span.getStatus().getStatusCode(), SpanMasker.FAILED);
    return new LangfuseSpanData(
        span,
        SpanMasker.FAILED,
        bareResource(),
        InstrumentationScopeInfo.create(span.getInstrumentationScopeInfo().getName()),
        parent(span, place),
        out,
        List.of(),
        status);
  }

  private Resource bareResource() {
    return resources.merge(Resource.empty());
  }

  private SpanData translate(
      SpanData span,
      @Nullable Place place,
      Attributes attributes,
      List<EventData> events,
      StatusData status,
      String name) {
    reader.read(attributes);
    FlatAttributes out = attributes();
    writer.write(span, reader, attributes, events, status, out);
    markRoot(out, span, place);
    return new LangfuseSpanData(
        span,
        name,
        resources.merge(span.getResource()),
        scope(span),
        parent(span, place),
        out,
        genAiEvents(events),
        status);
  }

  private InstrumentationScopeInfo scope(SpanData span) {
    InstrumentationScopeInfo scope = span.getInstrumentationScopeInfo();
    return masker == null ? scope : masker.scope(scope);
  }

  private static void markRoot(FlatAttributes out, SpanData span, @Nullable Place place) {
    SpanContext parent = span.getParentSpanContext();
    boolean root = place == null ? !parent.isValid() || parent.isRemote() : place.root();
    if (root) {
      out.add(LangfuseKeys.APP_ROOT, true);
    }
  }

  private static SpanContext parent(SpanData span, @Nullable Place place) {
    SpanContext parent = span.getParentSpanContext();
    if (place == null || place.keepsParent()) {
      return parent;
    }
    if (place.ancestor() == null) {
      return SpanContext.getInvalid();
    }
    SpanContext own = span.getSpanContext();
    return SpanContext.create(
        own.getTraceId(), place.ancestor(), own.getTraceFlags(), own.getTraceState());
  }

  /** Langfuse reads no other events. */
  private static List<EventData> genAiEvents(List<EventData> events) {
    for (EventData event : events) {
      if (event.getName().startsWith("gen_ai.")) {
        return events.stream()
            .filter(each -> each.getName().startsWith("gen_ai."))
            .toList();
      }
    }
    return List.of();
  }

  private FlatAttributes attributes() {
    if (next == used.size()) {
      used.add(new FlatAttributes());
    }
    return used.get(next++);
  }

  /** Forgets all spans that were translated. */
  void reset() {
    for (int i = 0; i < next; i++) {
      used.get(i).clear();
    }
    next = 0;
  }
}
