// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent's events go in and come out as server-sent events, for whoever reads now or
 * reconnects: {@code text}, {@code thinking}, {@code tool_use}, {@code tool_result}, {@code result}
 * and {@code error}, each with an id. Other events stay in the server. Thread-safe; taking an event
 * never waits for a client.
 */
public final class AgentFeed implements Consumer<AgentEvent> {
  private final AgentStreams streams;
  private final String id;
  // Not a monitor: virtual threads would be pinned while they wait for events.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final KeptEvents events = new KeptEvents();
  private int readers;
  private long unreadSince;
  private volatile boolean finished;
  private volatile long finishedAt;
  private @Nullable Throwable failure;
  private @Nullable Supplier<@Nullable BigDecimal> cost;
  private @Nullable Runnable unwanted;

  AgentFeed(AgentStreams streams, String id) {
    this.streams = streams;
    this.id = id;
    unreadSince = streams.now();
  }

  String id() {
    return id;
  }

  /**
   * Sets the run whose cost results show: computed from the prices, else as the agent reports it.
   * Default: as the agent reports it.
   */
  public AgentFeed setCostOf(AgentRun run) {
    requireNonNull(run, "run");
    cost = () -> run.totals().bestCost();
    return this;
  }

  /**
   * Sets what stops the work when no client has read for as long as a stream can be resumed. Called
   * once, on the thread that brings an event then. Default: nothing, the work goes on.
   */
  public AgentFeed onUnwanted(Runnable stop) {
    unwanted = requireNonNull(stop, "stop");
    return this;
  }

  /**
   * Takes an event of the agent. After the end, nothing is taken. A result that is an error becomes
   * an {@code error} event, and unless another turn makes up for it, the stream ends as failed.
   * That a sub-agent ended is not told: it is no end of the stream.
   */
  @Override
  public void accept(AgentEvent event) {
    String type = BrowserEvents.typeOf(event);
    if (event instanceof AgentEvent.Failed failed && type != null) {
      fail(BrowserEvents.failureOf(failed));
    } else if (event instanceof AgentEvent.Result result && type != null) {
      turnEnded(type, result, BrowserEvents.failureOf(result));
    } else if (type != null) {
      append(type, event.toJson());
    }
    stopUnwanted();
  }

  private void turnEnded(String type, AgentEvent.Result result, @Nullable Throwable failed) {
    Supplier<@Nullable BigDecimal> known = cost;
    String json = failed != null
        ? streams.errorJson(failed)
        : BrowserEvents.withCost(result, known == null ? null : known.get()).toJson();
    change(() -> {
      failure = failed;
      add(type, json);
    });
  }

  /**
   * Ends the stream with an {@code error} event whose text the host chose in
   * {@link AgentStreamsBuilder#setErrorMessage}; {@code cause} itself goes to the session's span
   * alone.
   */
  public void fail(Throwable cause) {
    requireNonNull(cause, "cause");
    String json = streams.errorJson(cause);
    change(() -> {
      failure = cause;
      add("error", json);
      finish();
    });
  }

  /**
   * Ends the stream: everything was sent. A stream that ends neither so nor by {@link #fail} keeps
   * its readers waiting.
   */
  public void complete() {
    change(this::finish);
  }

  private void finish() {
    finishedAt = streams.now();
    finished = true;
  }

  private void append(String type, String json) {
    change(() -> add(type, json));
  }

  /** Changes this feed unless it has ended, and tells its readers. */
  private void change(Runnable change) {
    lock.lock();
    try {
      if (!finished) {
        change.run();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    // Not with the lock held: a listener reads what is new.
    listeners.forEach(Runnable::run);
  }

  private void add(String type, String json) {
    long size = events.add(SseEvent.of(type, json).withId(idAt(events.end() + 1)));
    if (streams.grow(size)) {
      streams.shrink(events.drop(size));
    }
  }

  /** Returns the id of a client that has seen the first {@code count} events. */
  private String idAt(long count) {
    return id + "." + count;
  }

  /**
   * Returns what tells a new client the stream's id before there is an event: else one that loses
   * its connection so early would come back as a stranger, and the agent would run twice.
   */
  SseEvent opening() {
    return new SseEvent(null, null, idAt(0), null);
  }

  private void stopUnwanted() {
    Runnable stop = null;
    lock.lock();
    try {
      if (readers == 0 && streams.now() - unreadSince > streams.replayWindow()) {
        stop = unwanted;
        unwanted = null;
      }
    } finally {
      lock.unlock();
    }
    if (stop != null) {
      try {
        stop.run();
      } catch (RuntimeException e) {
        streams.listenerFailed(e);
      }
    }
  }

  boolean canResumeAt(long next) {
    lock.lock();
    try {
      long end = events.end();
      return next >= events.first() && next <= end && !(finished && next == end);
    } finally {
      lock.unlock();
    }
  }

  // Without the lock, as whoever holds it may ask for room and so for the others' state.
  boolean isFinished() {
    return finished;
  }

  boolean isExpired(long now, long window) {
    return finished && now - finishedAt >= window;
  }

  @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the events; returns how many bytes they were. Who reads still gets no more. */
  long forgetEvents() {
    lock.lock();
    try {
      return events.clear();
    } finally {
      lock.unlock();
    }
  }

  void startReading(SseSession session) {
    lock.lock();
    try {
      readers++;
    } finally {
      lock.unlock();
    }
    session.onEnd(outcome -> wake());
  }

  void stopReading() {
    lock.lock();
    try {
      readers--;
      unreadSince = streams.now();
    } finally {
      lock.unlock();
    }
  }

  /** Adds who is told, on the thread that brings it, that there may be something new. */
  void addListener(Runnable listener) {
    listeners.add(listener);
  }

  void removeListener(Runnable listener) {
    listeners.remove(listener);
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the event at {@code position}, waiting for it; null when there is none any more, or
   * when {@code session} is over.
   */
  @Nullable SseEvent next(long position, SseSession session) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (position >= events.end() && !finished && !session.isOver()) {
        changed.await();
      }
      return session.isOver() ? null : events.at(position);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the event at {@code position}, or null if there is none yet or any more. */
  @Nullable SseEvent peek(long position) {
    lock.lock();
    try {
      return events.at(position);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether there will never be an event at {@code position}. */
  boolean endsAt(long position) {
    lock.lock();
    try {
      return finished && position >= events.end();
    } finally {
      lock.unlock();
    }
  }
}
