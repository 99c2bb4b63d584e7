// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Writes what sessions did to their spans and metrics. The seam to the host's OpenTelemetry:
 * whatever that throws is noted here and goes no further. Thread-safe.
 */
final class SessionReport {
  private static final int MAX_ID_LENGTH = 256;

  private final Problems problems = new Problems(LoggerFactory.getLogger(SseSpanRecorder.class));
  private final Tracer tracer;
  private final EventTypes types;
  private final SseClock clock;

  SessionReport(Tracer tracer, EventTypes types, SseClock clock) {
    this.tracer = tracer;
    this.types = types;
    this.clock = clock;
  }

  void started(SseSession session) {
    try {
      session.metrics().started(session.context());
    } catch (Throwable t) {
      problems.note("An event stream's start was not recorded", t);
    }
  }

  void firstEvent(SseSession session) {
    try {
      session.metrics().firstEvent(session.record.secondsToFirstEvent(), session.context());
    } catch (Throwable t) {
      problems.note("An event stream's first event was not recorded", t);
    }
  }

  void flush(SseSession session) {
    try {
      session.record.flush(types, session.metrics(), session.context());
    } catch (Throwable t) {
      problems.note("An event stream's counts were not recorded", t);
    }
  }

  /**
   * Makes a stream visible that has no end yet: a finished child span for the time since the last
   * one, linked to that one, with what was sent so far.
   */
  void progress(SseSession session, int number, long interval) {
    try {
      if (!session.span.isRecording()) {
        return;
      }
      flush(session);
      SpanBuilder builder = tracer
          .spanBuilder(SseNames.SPAN_PROGRESS)
          .setParent(session.context())
          .setStartTimestamp(Instant.now().minusNanos(interval));
      SpanContext before = session.record.lastProgress();
      if (before.isValid()) {
        builder.addLink(before);
      }
      Span mark = builder.startSpan();
      session.record.setLastProgress(types, mark.getSpanContext());
      mark.setAttribute(SseNames.PROGRESS, (long) number);
      describe(mark, session, session.record.byType(types), clock.nanoTime());
      mark.end();
    } catch (Throwable t) {
      problems.note("An event stream's progress was not recorded", t);
    }
  }

  /** Returns the events by type, empty if they could not be handed to the metrics. */
  private String finish(SseSession session) {
    try {
      return session.record.finish(types, session.metrics(), session.context());
    } catch (Throwable t) {
      problems.note("An event stream's counts were not recorded", t);
      return "";
    }
  }

  void ended(SseSession session, SseOutcome outcome, @Nullable Throwable cause) {
    String byType = finish(session);
    try {
      long now = clock.nanoTime();
      session.metrics().ended(outcome, session.record.ageSeconds(now), session.context());
      if (session.span.isRecording()) {
        set(session.span, session.request);
        session.span.setAttribute(SseNames.OUTCOME, outcome.value());
        describe(session.span, session, byType, now);
        describe(session.span, cause);
      }
    } catch (Throwable t) {
      problems.note("An event stream's end was not recorded", t);
    }
    end(session.span);
  }

  private void end(Span span) {
    try {
      span.end();
    } catch (Throwable t) {
      problems.note("An event stream's span was not ended", t);
    }
  }

  /** Tells what was sent up to {@code now}. */
  private static void describe(Span span, SseSession session, String byType, long now) {
    span.setAttribute(SseNames.HTTP_ROUTE, session.request.route());
    span.setAttribute(SseNames.EVENTS, session.record.events());
    span.setAttribute(SseNames.BYTES, session.record.bytes());
    span.setAttribute(SseNames.DURATION, session.record.ageSeconds(now));
    if (session.record.hasEvent()) {
      span.setAttribute(SseNames.EVENTS_BY_TYPE, byType);
      span.setAttribute(SseNames.FIRST_EVENT, session.record.secondsToFirstEvent());
      span.setAttribute(SseNames.LONGEST_GAP, session.record.longestGapSeconds(now));
    }
  }

  private static void set(Span span, SseRequest request) {
    if (request.method() != null) {
      span.setAttribute(SseNames.HTTP_METHOD, request.method());
    }
    if (request.userAgent() != null) {
      span.setAttribute(SseNames.USER_AGENT, request.userAgent());
    }
    if (request.clientAddress() != null) {
      span.setAttribute(SseNames.CLIENT_ADDRESS, request.clientAddress());
    }
    String id = request.lastEventId();
    if (id != null) {
      span.setAttribute(
          SseNames.RESUMED_FROM, id.length() > MAX_ID_LENGTH ? id.substring(0, MAX_ID_LENGTH) : id);
    }
  }

  private static void describe(Span span, @Nullable Throwable cause) {
    if (cause == null) {
      return;
    }
    if (cause instanceof AgentFailedException reported) {
      span.setAttribute(SseNames.ERROR_TYPE, reported.errorType());
    } else {
      span.setAttribute(SseNames.ERROR_TYPE, cause.getClass().getName());
      span.recordException(cause);
    }
    String message = cause.getMessage();
    span.setStatus(StatusCode.ERROR, message == null ? "" : message);
  }

  /** Calls the session's listener, once. */
  void tell(SseSession session, SseOutcome outcome) {
    Consumer<SseOutcome> listener = session.takeListener();
    if (listener != null) {
      tell(listener, outcome);
    }
  }

  /** Returns a listener that tells both, whatever the first of them throws. */
  Consumer<SseOutcome> both(Consumer<SseOutcome> first, Consumer<SseOutcome> second) {
    return outcome -> {
      tell(first, outcome);
      tell(second, outcome);
    };
  }

  private void tell(Consumer<SseOutcome> listener, SseOutcome outcome) {
    try {
      listener.accept(outcome);
    } catch (Throwable t) {
      problems.note("A listener of an event stream's end threw", t);
    }
  }

  /** Notes that a span could not be started. */
  void startFailed(Throwable failure) {
    problems.note("An event stream's span was not started", failure);
  }

  /** Notes that what the host gave us to call threw. */
  void listenerFailed(Throwable failure) {
    problems.note("A callback of the host for an event stream threw", failure);
  }

  /** Notes that looking after the open streams failed once. */
  void watchFailed(Throwable failure) {
    problems.note("Open event streams were not looked after for a moment", failure);
  }

  /** Notes that cutting a connection failed. */
  void abortFailed(Throwable failure) {
    problems.note("An event stream's connection could not be cut", failure);
  }
}
