// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Iterator;
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
  /** What an event costs besides its data. */
  private static final long OVERHEAD = 128;

  private final AgentStreams streams;
  private final String id;
  // Not a monitor: virtual threads would be pinned while they wait for events.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<SseEvent> events = new ArrayDeque<>();
  private long first;
  private long bytes;
  private int readers;
  private long unreadSince;
  private boolean finished;
  private long finishedAt;
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

  /** Takes an event of the agent. After the end, nothing is taken. */
  @Override
  public void accept(AgentEvent event) {
    if (event instanceof AgentEvent.Failed failed) {
      fail(new AgentFailedException(failed.errorType(), failed.message()));
      return;
    }
    String type = typeOf(event);
    if (type != null) {
      append(type, withCost(event).toJson());
    }
    stopUnwanted();
  }

  private static @Nullable String typeOf(AgentEvent event) {
    if (event instanceof AgentEvent.Text) {
      return "text";
    } else if (event instanceof AgentEvent.Thinking) {
      return "thinking";
    } else if (event instanceof AgentEvent.ToolUse) {
      return "tool_use";
    } else if (event instanceof AgentEvent.ToolResult) {
      return "tool_result";
    } else if (event instanceof AgentEvent.Result) {
      return "result";
    }
    return null;
  }

  private AgentEvent withCost(AgentEvent event) {
    Supplier<@Nullable BigDecimal> known = cost;
    if (known == null || !(event instanceof AgentEvent.Result result)) {
      return event;
    }
    BigDecimal computed = known.get();
    return new AgentEvent.Result(
        result.text(),
        result.error(),
        result.errorType(),
        result.errorMessage(),
        result.durationMillis(),
        result.turns(),
        computed == null ? result.cost() : computed,
        result.parentToolUseId());
  }

  /**
   * Ends the stream with an {@code error} event whose text the host chose in
   * {@link AgentStreamsBuilder#setErrorMessage}; {@code cause} itself goes to the session's span
   * alone.
   */
  public void fail(Throwable cause) {
    requireNonNull(cause, "cause");
    var event = new AgentEvent.Failed("error", streams.errorMessage(cause), null);
    lock.lock();
    try {
      if (!finished) {
        add("error", event.toJson());
        failure = cause;
        finish();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the stream: everything was sent. A stream that ends neither so nor by {@link #fail} keeps
   * its readers waiting.
   */
  public void complete() {
    lock.lock();
    try {
      finish();
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    if (!finished) {
      finished = true;
      finishedAt = streams.now();
      changed.signalAll();
    }
  }

  private void append(String type, String json) {
    lock.lock();
    try {
      if (!finished) {
        add(type, json);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(String type, String json) {
    events.add(SseEvent.of(type, json).withId(id + "." + (first + events.size())));
    long size = sizeOf(json);
    bytes += size;
    if (streams.grow(size)) {
      drop(size);
    }
  }

  /** Drops the oldest events, at least {@code size} bytes of them, but never the newest. */
  private void drop(long size) {
    long dropped = 0;
    for (Iterator<SseEvent> oldest = events.iterator(); dropped < size && events.size() > 1; ) {
      dropped += sizeOf(String.valueOf(oldest.next().data()));
      oldest.remove();
      first++;
    }
    bytes -= dropped;
    streams.shrink(dropped);
  }

  private static long sizeOf(String json) {
    return OVERHEAD + 2L * json.length();
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
      long end = first + events.size();
      return next >= first && next <= end && !(finished && next == end);
    } finally {
      lock.unlock();
    }
  }

  boolean isFinished() {
    lock.lock();
    try {
      return finished;
    } finally {
      lock.unlock();
    }
  }

  boolean isExpired(long now, long window) {
    lock.lock();
    try {
      return finished && now - finishedAt >= window;
    } finally {
      lock.unlock();
    }
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
      long forgotten = bytes;
      first += events.size();
      events.clear();
      bytes = 0;
      return forgotten;
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
      while (position >= first + events.size() && !finished && !session.isOver()) {
        changed.await();
      }
      if (session.isOver() || position >= first + events.size()) {
        return null;
      }
      if (position < first) {
        throw new IllegalStateException(
            "A client reads too slowly: event " + position + " is no longer kept");
      }
      // Nearly always near one end: who reads along takes the last.
      return elementAt((int) (position - first));
    } finally {
      lock.unlock();
    }
  }

  private SseEvent elementAt(int index) {
    Iterator<SseEvent> iterator =
        index > events.size() / 2 ? events.descendingIterator() : events.iterator();
    int steps = index > events.size() / 2 ? events.size() - 1 - index : index;
    for (int i = 0; i < steps; i++) {
      iterator.next();
    }
    return iterator.next();
  }
}
