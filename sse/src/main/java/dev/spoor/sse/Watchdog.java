// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

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

  int openSessions() {
    return open.size();
  }

  /** Stops the threads and ends what is open: the server shuts down. */
  void close() {
    synchronized (this) {
      closed = true;
      LockSupport.unpark(thread);
    }
    for (SseSession session : open.removeAll()) {
      session.end(SseOutcome.CANCELLED, null);
    }
    beats.shutdown();
    aborts.shutdown();
  }

  private synchronized void startThread() {
    if (thread == null && !closed) {
      Thread created = new Thread(this::run, "spoor-sse-watchdog");
      created.setDaemon(true);
      thread = created;
      created.start();
    }
  }

  private void run() {
    long now = clock.nanoTime();
    long lastFlush = now;
    long lastBusy = now;
    while (!closed) {
      LockSupport.parkNanos(TICK);
      clock.advance();
      now = clock.nanoTime();
      if (now - lastSweep.get() >= limits.sweepInterval()) {
        sweep(now);
      }
      if (now - lastFlush >= FLUSH_INTERVAL) {
        lastFlush = now;
        open.all().forEach(report::flush);
      }
      if (!open.isEmpty()) {
        lastBusy = now;
      } else if (now - lastBusy >= LINGER && mayStop()) {
        return;
      }
    }
  }

  private synchronized boolean mayStop() {
    if (!open.isEmpty()) {
      return false;
    }
    thread = null;
    return true;
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
    } else if (gate != null && gate.needsHeartbeat(now, limits.heartbeatInterval())) {
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
    aborts.execute(() -> {
      session.end(outcome, null);
      try {
        session.gate().abort();
      } catch (Throwable t) {
        report.abortFailed(t);
      }
    });
  }

  private static ExecutorService executor(String name, int threads) {
    var number = new AtomicInteger();
    var executor = new ThreadPoolExecutor(
        threads,
        threads,
        LINGER,
        TimeUnit.NANOSECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        // After close there is nothing left to look after.
        new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
