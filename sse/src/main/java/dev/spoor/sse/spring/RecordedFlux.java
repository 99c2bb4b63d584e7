// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.spring;

import static java.util.Objects.requireNonNull;

import dev.spoor.sse.AgentConnection;
import dev.spoor.sse.SseDemand;
import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseOutcome;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseSession;
import dev.spoor.sse.SseSpanRecorder;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.springframework.http.codec.ServerSentEvent;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Records the event streams of Spring WebFlux. Every subscription is a session of its own. Demand,
 * cancellation and Reactor's context pass through untouched. Thread-safe.
 *
 * <pre>{@code
 * @GetMapping(path = "/api/agent/stream", produces = TEXT_EVENT_STREAM_VALUE)
 * Flux<ServerSentEvent<String>> stream() {
 *   return RecordedFlux.of(recorder, SseRequest.of("/api/agent/stream"), session -> answer(session.context()));
 * }
 * }</pre>
 *
 * <p>A client that leaves cancels the stream, which ends the session as a disconnect; a
 * {@link TimeoutException} ends it as timeout. Text is counted in bytes as Spring writes it;
 * objects that Spring turns into JSON are counted as events but not as bytes.
 */
public final class RecordedFlux {
  /**
   * Returns the stream that {@code source} makes, recorded. {@code source} is called for each
   * subscription with its session.
   */
  public static <T> Flux<ServerSentEvent<T>> of(
      SseSpanRecorder recorder,
      SseRequest request,
      Function<SseSession, ? extends Publisher<ServerSentEvent<T>>> source) {
    requireNonNull(recorder, "recorder");
    requireNonNull(request, "request");
    requireNonNull(source, "source");
    return Flux.defer(() -> record(recorder.start(request), source));
  }

  /**
   * Returns the events that {@code source} makes, recorded, as text for a response of type
   * {@code text/event-stream}.
   */
  public static Flux<ServerSentEvent<String>> ofEvents(
      SseSpanRecorder recorder,
      SseRequest request,
      Function<SseSession, ? extends Publisher<SseEvent>> source) {
    return of(recorder, request, session -> Flux.from(source.apply(session)).map(SpringEvents::of));
  }

  /**
   * Returns the events of {@code connection}, recorded in its session, for one subscriber. No
   * thread waits for the agent or the client.
   */
  public static Flux<ServerSentEvent<String>> of(AgentConnection connection) {
    return JdkFlowAdapter.flowPublisherToFlux(connection.events()).map(SpringEvents::of);
  }

  private static <T> Flux<ServerSentEvent<T>> record(
      SseSession session, Function<SseSession, ? extends Publisher<ServerSentEvent<T>>> source) {
    Sinks.Empty<Void> stopped = Sinks.empty();
    var signalled = new AtomicBoolean();
    var demand = SseDemand.of(session);
    session.onEnd(outcome -> {
      // What the stream itself signalled reaches the subscriber without help.
      if (!signalled.get()) {
        stop(stopped, outcome);
      }
    });
    return Flux.defer(() -> source.apply(session))
        .doOnRequest(demand::requested)
        .doOnNext(event -> {
          SpringEvents.count(event, session);
          demand.delivered();
        })
        .doOnTerminate(() -> signalled.set(true))
        .doOnComplete(session::complete)
        .doOnError(thrown -> fail(session, thrown))
        .doOnCancel(session::disconnect)
        .takeUntilOther(stopped.asMono());
  }

  private static void stop(Sinks.Empty<Void> stopped, SseOutcome outcome) {
    if (outcome == SseOutcome.TIMEOUT) {
      // An error, so that the server cuts the connection instead of waiting for the client.
      stopped.tryEmitError(new TimeoutException("The client took no event for too long"));
    } else {
      stopped.tryEmitEmpty();
    }
  }

  private static void fail(SseSession session, Throwable thrown) {
    if (thrown instanceof TimeoutException) {
      session.timeOut();
    } else {
      session.fail(thrown);
    }
  }

  private RecordedFlux() {}
}
