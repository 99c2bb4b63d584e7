// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the open sessions from one thread: moves the clock's tick, hands counts to the
 * metrics, and sees who needs a heartbeat, is stuck, or was forgotten. What may block is done by a
 * few other threads. All are daemons, start with the first session and stop some seconds after the
 * last.
 */
final class Watchdog {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long FLUSH_INTERVAL = TimeUnit.SECONDS.toNanos(5);
  private static final long LINGER = TimeUnit.SECONDS.toNanos(10);
  private static final int BEAT_THREADS = 4;
  private static final int ABORT_THREADS = 2;

  private final OpenSessions open = new OpenSessions();
  // A write to a slow client may hold a thread of the first; cutting that write needs one of the
  // second.
  private final ExecutorService beats = executor("spoor-sse-heartbeat", BEAT_THREADS);
  private final ExecutorService aborts = executor("spoor-sse-abort", ABORT_THREADS);
  private final AtomicLong lastSweep;
  private final SseClock clock;
  private final SseLimits limits;
  private final SessionReport report;
  /** Sessions that ended while another thread may just have counted an event. */
  private final Queue<SseSession> ended = new ConcurrentLinkedQueue<>();
  // Of the watching thread alone, once it has started.
  private int endedBefore;
  private long lastFlush;
  private long lastBusy;
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  Watchdog(SseClock clock, SseLimits limits, SessionReport report) {
    this.clock = clock;
    this.limits = limits;
    this.report = report;
    lastSweep = new AtomicLong(clock.nanoTime());
  }

  void add(SseSession session) {
    if (closed) {
      return;
    }
    open.add(session);
    if (thread == null) {
      startThread();
    }
  }

  void remove(SseSession session) {
    open.remove(session);
  }

  /**
   * Flushes a session once more, a tick or two after its end. An event that its sender counted in
   * the very moment of the end may not have been seen then, nor the end by the sender.
   */
  void lookAgain(SseSession session) {
    ended.add(session);
  }

  int openSessions() {
    return open.size();
  }

  /** Stops the threads and ends what is open: the server shuts down. */
  void close() {
    synchronized (this) {
      closed = true;
      LockSupport.unpark(thread);
    }
    open.removeAll().forEach(session -> session.endNow(SseOutcome.CANCELLED));
    flushEnded(Integer.MAX_VALUE);
    beats.shutdown();
    aborts.shutdown();
  }

  private synchronized void startThread() {
    if (thread == null && !closed) {
      lastBusy = clock.nanoTime();
      lastFlush = lastBusy;
      Thread created = daemon(this::run, "spoor-sse-watchdog");
      created.start();
      thread = created;
    }
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(TICK);
      try {
        if (!watch()) {
          return;
        }
      } catch (Throwable t) {
        // Sessions depend on this thread: it outlives whatever one look at them met.
        noteFailure(t);
      }
    }
  }

  /** Does what is due; returns whether there is still something to watch. */
  private boolean watch() {
    clock.advance();
    long now = clock.nanoTime();
    if (now - lastSweep.get() >= limits.sweepInterval()) {
      sweep(now);
    }
    if (now - lastFlush >= FLUSH_INTERVAL) {
      lastFlush = now;
      open.all().forEach(report::flush);
    }
    flushEnded(endedBefore);
    endedBefore = ended.size();
    if (!open.isEmpty()) {
      lastBusy = now;
    }
    return now - lastBusy < LINGER || !mayStop();
  }

  private void flushEnded(int most) {
    for (int flushed = 0; flushed < most; flushed++) {
      SseSession session = ended.poll();
      if (session == null) {
        return;
      }
      report.flush(session);
    }
  }

  private void noteFailure(Throwable failure) {
    try {
      report.watchFailed(failure);
    } catch (Throwable fatal) {
      // The JVM is failing; whoever asked for what it has no more room for is told there.
    }
  }

  private synchronized boolean mayStop() {
    // First, so that whoever adds a session from here on starts a thread.
    thread = null;
    if (open.isEmpty()) {
      return true;
    }
    thread = Thread.currentThread();
    return false;
  }

  /** Looks at every open session once. */
  void sweep(long now) {
    long before = lastSweep.getAndSet(now);
    for (SseSession session : open.all()) {
      look(session, before, now);
    }
  }

  private void look(SseSession session, long before, long now) {
    SessionTimes times = session.record;
    WriteGate gate = session.openGate();
    if (gate != null && gate.isStuck(now, limits.writeTimeout())) {
      cut(session, SseOutcome.TIMEOUT);
    } else if (times.age(now) >= limits.maxAge() || times.idle(now) >= limits.idleTimeout()) {
      cut(session, SseOutcome.ABANDONED);
    } else if (gate != null && gate.needsHeartbeat(now, limits.longestSilence())) {
      if (gate.queueBeat()) {
        beats.execute(gate::beat);
      }
    }
    int progress = times.dueProgress(before, now, limits.progressInterval());
    if (progress > 0) {
      beats.execute(() -> report.progress(session, progress, limits.progressInterval()));
    }
  }

  private void cut(SseSession session, SseOutcome outcome) {
    open.remove(session);
    aborts.execute(() -> session.cut(outcome));
  }

  private static ExecutorService executor(String name, int threads) {
    var number = new AtomicInteger();
    var executor = new ThreadPoolExecutor(
        threads,
        threads,
        LINGER,
        TimeUnit.NANOSECONDS,
        new LinkedBlockingQueue<>(),
        task -> daemon(task, name + "-" + number.incrementAndGet()),
        // After close there is nothing left to look after.
        new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Makes a thread that takes nothing over from the request that happens to need it first. */
  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(null, work, name, 0, false);
    thread.setContextClassLoader(Watchdog.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }
}
