// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records the whole life of Server-Sent-Events responses: one span each, from the request to the
 * last byte, that says how it ended, and metrics over all of them. Make one and share it; it is
 * safe for use by many threads. It never fails the stream it records.
 *
 * <pre>{@code
 * SseSpanRecorder recorder = SseSpanRecorder.create(openTelemetry);
 *
 * recorder.stream(SseRequest.of("/api/agent/stream"), response.getOutputStream(), writer -> {
 *   for (String token : answer) {
 *     writer.send("text", token);
 *   }
 * });
 * }</pre>
 *
 * <p>Most servers notice a client that leaves only when they write to it. So sessions with a writer
 * send a comment now and then, from few threads that all sessions share; {@link #close} stops them.
 */
public final class SseSpanRecorder implements AutoCloseable {
  final EventTypes types;
  final SseMetrics metrics;
  final SseClock clock;
  final SseLimits limits;
  final SessionReport report;
  private final Tracer tracer;
  private final Watchdog watchdog;

  /** Returns a recorder with default settings. */
  public static SseSpanRecorder create(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Returns a builder of a recorder that records to {@code openTelemetry}. */
  public static SseSpanRecorderBuilder builder(OpenTelemetry openTelemetry) {
    return new SseSpanRecorderBuilder(requireNonNull(openTelemetry, "openTelemetry"));
  }

  SseSpanRecorder(SseSpanRecorderBuilder builder) {
    tracer = builder.openTelemetry.getTracer(SseNames.SCOPE);
    types = new EventTypes(builder.eventTypes, builder.maxEventTypes);
    metrics =
        new SseMetrics(builder.openTelemetry.getMeter(SseNames.SCOPE), types, builder.maxRoutes);
    clock = new SseClock(builder.nanoTime);
    limits = builder.limits();
    report = new SessionReport(tracer, types, clock);
    watchdog = new Watchdog(clock, limits, report);
  }

  /** Starts the session of a stream to {@code route}, the template that the server matched. */
  public SseSession start(String route) {
    return start(SseRequest.of(route));
  }

  /** Starts the session of the stream that answers {@code request}. End it in every path. */
  public SseSession start(SseRequest request) {
    Context parent = request.parent();
    if (parent == null) {
      parent = Context.current();
    }
    var session = new SseSession(this, request, parent, startSpan(parent));
    report.started(session);
    watchdog.add(session);
    return session;
  }

  private Span startSpan(Context parent) {
    try {
      return tracer.spanBuilder(SseNames.SPAN_SESSION).setParent(parent).startSpan();
    } catch (Throwable t) {
      report.startFailed(t);
      // What is started in this session then goes where it would have gone without it.
      return Span.wrap(Span.fromContext(parent).getSpanContext());
    }
  }

  /**
   * Runs {@code work} with a writer to {@code out} in a session of its own. The session completes
   * when {@code work} returns, fails when it throws, and ends as a disconnect when a write found
   * the client gone; what was thrown is thrown on. {@code out} is flushed, not closed.
   */
  public <E extends Exception> void stream(SseRequest request, OutputStream out, SseWork<E> work)
      throws IOException, E {
    try (SseSession session = start(request)) {
      SseWriter writer = session.writer(out);
      try {
        work.run(writer);
        writer.complete();
      } catch (Throwable thrown) {
        // A failed write has ended the session already, as what it was.
        session.fail(thrown);
        throw thrown;
      }
    }
  }

  /**
   * Returns what {@code source} publishes, recorded, for servers that take a publisher.
   * {@code source} is called for each subscriber with a session of its own, which ends as the
   * subscription does: completion, an error, a {@link java.util.concurrent.TimeoutException} as
   * timeout, and cancellation as a disconnect. Demand passes through.
   */
  public Flow.Publisher<SseEvent> publish(
      SseRequest request, Function<SseSession, Flow.Publisher<SseEvent>> source) {
    return new RecordedPublisher(
        this, requireNonNull(request, "request"), requireNonNull(source, "source"));
  }

  void ended(SseSession session, SseOutcome outcome, @Nullable Throwable cause) {
    watchdog.remove(session);
    report.ended(session, outcome, cause);
    if (session.record.anotherThreadHasSlots()) {
      watchdog.lookAgain(session);
    }
  }

  /** Returns how many sessions are open. */
  public int openSessions() {
    return watchdog.openSessions();
  }

  void sweep() {
    watchdog.sweep(clock.nanoTime());
  }

  /**
   * Ends the open sessions as cancelled and stops the threads; for the server's shutdown, before
   * OpenTelemetry's. Sessions started later are recorded but get no heartbeats. May be called
   * twice.
   */
  @Override
  public void close() {
    watchdog.close();
  }
}
