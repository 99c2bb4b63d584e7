// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A publisher each of whose subscriptions is a session. Demand and cancellation pass through. */
final class RecordedPublisher implements Flow.Publisher<SseEvent> {
  private final SseSpanRecorder recorder;
  private final SseRequest request;
  private final Function<SseSession, Flow.Publisher<SseEvent>> source;

  RecordedPublisher(
      SseSpanRecorder recorder,
      SseRequest request,
      Function<SseSession, Flow.Publisher<SseEvent>> source) {
    this.recorder = recorder;
    this.request = request;
    this.source = source;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super SseEvent> subscriber) {
    requireNonNull(subscriber, "subscriber");
    SseSession session = recorder.start(request);
    try {
      source.apply(session).subscribe(new Recording(session, subscriber));
    } catch (Throwable thrown) {
      session.fail(thrown);
      throw thrown;
    }
  }

  /** Stands between the source and the subscriber, and ends the session by what passes. */
  private static final class Recording implements Flow.Subscriber<SseEvent>, Flow.Subscription {
    private static final int STOPPED = 1 << 30;

    private final SseSession session;
    private final Flow.Subscriber<? super SseEvent> downstream;
    // Events on their way to the subscriber, which may ask for more from within, and STOPPED.
    private final AtomicInteger passing = new AtomicInteger();
    private final AtomicBoolean completed = new AtomicBoolean();
    private volatile boolean done;
    private Flow.@Nullable Subscription upstream;

    Recording(SseSession session, Flow.Subscriber<? super SseEvent> downstream) {
      this.session = session;
      this.downstream = downstream;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      upstream = subscription;
      downstream.onSubscribe(this);
      session.onEnd(outcome -> stop());
    }

    @Override
    public void onNext(SseEvent event) {
      if ((passing.getAndIncrement() & STOPPED) == 0 && !done) {
        count(event);
        downstream.onNext(event);
      }
      if (passing.decrementAndGet() == STOPPED) {
        completeStopped();
      }
    }

    private void count(SseEvent event) {
      long bytes = event.encodedLength();
      if (event.data() == null) {
        session.controlSent(bytes);
      } else {
        session.eventSent(event.type(), bytes);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      if (finish()) {
        if (thrown instanceof TimeoutException) {
          session.timeOut();
        } else {
          session.fail(thrown);
        }
        downstream.onError(thrown);
      }
    }

    @Override
    public void onComplete() {
      if (finish()) {
        session.complete();
        downstream.onComplete();
      }
    }

    @Override
    public void request(long n) {
      requireNonNull(upstream).request(n);
    }

    @Override
    public void cancel() {
      if (finish()) {
        session.disconnect();
      }
      requireNonNull(upstream).cancel();
    }

    private synchronized boolean finish() {
      boolean isFirst = !done;
      done = true;
      return isFirst;
    }

    /** The recorder ended the session: stop the source and complete the subscriber. */
    private void stop() {
      if (finish()) {
        requireNonNull(upstream).cancel();
        // A subscriber hears one thing at a time: else whoever passes an event now completes it.
        if (passing.getAndAdd(STOPPED) == 0) {
          completeStopped();
        }
      }
    }

    private void completeStopped() {
      if (completed.compareAndSet(false, true)) {
        downstream.onComplete();
      }
    }
  }
}
