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
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable Throwable stoppedBy;
    private final SseDemand demand;
    private volatile boolean done;
    private Flow.@Nullable Subscription upstream;

    Recording(SseSession session, Flow.Subscriber<? super SseEvent> downstream) {
      this.session = session;
      this.downstream = downstream;
      demand = SseDemand.of(session);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      requireNonNull(subscription, "subscription");
      if (upstream != null) {
        // A subscriber has one subscription: that a source gives another is its mistake.
        subscription.cancel();
        return;
      }
      upstream = subscription;
      downstream.onSubscribe(this);
      session.onEnd(this::stop);
    }

    @Override
    public void onNext(SseEvent event) {
      requireNonNull(event, "event");
      boolean isOpen = (passing.getAndIncrement() & STOPPED) == 0 && !done;
      try {
        if (isOpen) {
          session.sent(event, event.encodedLength());
          demand.delivered();
          downstream.onNext(event);
        }
      } catch (Throwable thrown) {
        giveUp(thrown);
        throw thrown;
      } finally {
        if (passing.decrementAndGet() == STOPPED) {
          tellStopped();
        }
      }
    }

    /** A subscriber that throws has broken the contract and hears no more. */
    private void giveUp(Throwable thrown) {
      if (finish()) {
        session.writeFailed(thrown);
        requireNonNull(upstream).cancel();
      }
    }

    @Override
    public void onError(Throwable thrown) {
      requireNonNull(thrown, "thrown");
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
      if (n > 0) {
        demand.requested(n);
        requireNonNull(upstream).request(n);
      } else if (finish()) {
        refuse(new IllegalArgumentException(
            "A subscriber asked for " + n + " events; it must be at least one"));
      }
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

    private void refuse(Throwable why) {
      session.fail(why);
      stopWith(why);
    }

    /** The recorder ended the session. */
    private void stop(SseOutcome outcome) {
      if (finish()) {
        // An error, so that the server cuts the connection instead of waiting for the client.
        stopWith(
            outcome == SseOutcome.TIMEOUT
                ? new TimeoutException("The client took no event for too long")
                : null);
      }
    }

    /** Stops the source and ends the subscriber's part, without an error if that is null. */
    private void stopWith(@Nullable Throwable error) {
      requireNonNull(upstream).cancel();
      stoppedBy = error;
      // A subscriber hears one thing at a time: else whoever passes an event now tells it.
      if (passing.getAndAdd(STOPPED) == 0) {
        tellStopped();
      }
    }

    private void tellStopped() {
      if (!told.compareAndSet(false, true)) {
        return;
      }
      Throwable error = stoppedBy;
      if (error == null) {
        downstream.onComplete();
      } else {
        downstream.onError(error);
      }
    }
  }
}
