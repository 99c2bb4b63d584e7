// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Publishes what is in a feed and what comes to it, to one subscriber, as far as that asks. */
final class FeedPublisher implements Flow.Publisher<SseEvent> {
  private final AtomicBoolean taken;
  private final SseSession session;
  private final AgentFeed feed;
  private final @Nullable SseEvent opening;
  private final long position;

  FeedPublisher(
      AtomicBoolean taken,
      SseSession session,
      AgentFeed feed,
      @Nullable SseEvent opening,
      long position) {
    this.taken = taken;
    this.session = session;
    this.feed = feed;
    this.opening = opening;
    this.position = position;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super SseEvent> subscriber) {
    requireNonNull(subscriber, "subscriber");
    if (taken.compareAndSet(false, true)) {
      new Reader(session, feed, opening, position, subscriber).start();
    } else {
      subscriber.onSubscribe(new Nothing());
      subscriber.onError(new IllegalStateException(
          "A connection's events are for one subscriber; connect once for each client"));
    }
  }

  /** What a subscriber gets that came too late. */
  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  /** One thread at a time moves events; who comes meanwhile leaves it another round to do. */
  private static final class Reader implements Flow.Subscription {
    private final SseSession session;
    private final AgentFeed feed;
    private final Flow.Subscriber<? super SseEvent> subscriber;
    private final Runnable moving = this::move;
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicLong requested = new AtomicLong();
    private final SseDemand demand;
    private volatile boolean isRefused;
    private volatile boolean isCancelled;
    private @Nullable SseEvent opening;
    private long position;
    private boolean isOver;

    Reader(
        SseSession session,
        AgentFeed feed,
        @Nullable SseEvent opening,
        long position,
        Flow.Subscriber<? super SseEvent> subscriber) {
      this.session = session;
      this.feed = feed;
      this.opening = opening;
      this.position = position;
      this.subscriber = subscriber;
      demand = SseDemand.of(session);
    }

    void start() {
      feed.startReading(session);
      subscriber.onSubscribe(this);
      feed.addListener(moving);
      session.onEnd(outcome -> move());
      move();
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        isRefused = true;
      } else {
        requested.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        demand.requested(n);
      }
      move();
    }

    @Override
    public void cancel() {
      isCancelled = true;
      session.disconnect();
      move();
    }

    private void move() {
      if (rounds.getAndIncrement() != 0) {
        return;
      }
      int done = 1;
      while (done != 0) {
        moveAll();
        done = rounds.addAndGet(-done);
      }
    }

    private void moveAll() {
      while (!isOver) {
        try {
          if (isCancelled || session.isOver() || isRefused) {
            stop();
          } else if (!moveOne()) {
            return;
          }
        } catch (Throwable thrown) {
          session.fail(thrown);
          stop();
        }
      }
    }

    /** Returns whether something has moved. */
    private boolean moveOne() {
      if (opening == null && feed.endsAt(position)) {
        end();
        return true;
      }
      SseEvent event = opening == null ? feed.peek(position) : opening;
      if (event == null || requested.get() == 0) {
        return false;
      }
      requested.accumulateAndGet(-1, (a, b) -> a == Long.MAX_VALUE ? a : a + b);
      session.sent(event, event.encodedLength());
      demand.delivered();
      if (opening == null) {
        position++;
        session.setAllSent("result".equals(event.type()));
      }
      opening = null;
      deliver(event);
      return true;
    }

    private void deliver(SseEvent event) {
      try {
        subscriber.onNext(event);
      } catch (Throwable thrown) {
        // It has broken the contract and hears no more.
        isCancelled = true;
        throw thrown;
      }
    }

    private void end() {
      Throwable failure = feed.failure();
      if (failure == null) {
        session.complete();
      } else {
        session.fail(failure);
      }
      stop();
    }

    private void stop() {
      isOver = true;
      feed.removeListener(moving);
      feed.stopReading();
      if (isCancelled) {
        return;
      }
      if (isRefused) {
        var refusal = new IllegalArgumentException("A subscriber must ask for at least one event");
        session.fail(refusal);
        subscriber.onError(refusal);
      } else if (session.outcome() == SseOutcome.TIMEOUT) {
        subscriber.onError(new TimeoutException("The client took no event for too long"));
      } else {
        subscriber.onComplete();
      }
    }
  }
}
