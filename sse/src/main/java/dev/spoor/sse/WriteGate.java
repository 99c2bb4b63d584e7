// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one write at a time through to a client, and keeps the times by which the watchdog sees that
 * a stream is silent or a write is stuck. Thread-safe.
 */
final class WriteGate {
  private static final long NOT_WRITING = Long.MIN_VALUE;

  private final SseSession session;
  private final SseClock clock;
  // Not a monitor: virtual threads would be pinned while a client is slow.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long writingSince = NOT_WRITING;
  private volatile long lastWrite;
  private volatile boolean beating;
  private @Nullable Thread writer;
  private boolean interrupted;
  /** Whether the last write was a heartbeat that no second one has followed. */
  private volatile boolean beaten;

  private final AtomicBoolean beatQueued = new AtomicBoolean();
  private volatile @Nullable SseWrite heartbeat;
  private volatile @Nullable Runnable abort;

  WriteGate(SseSession session, SseClock clock) {
    this.session = session;
    this.clock = clock;
    lastWrite = clock.nanoTime();
  }

  void setHeartbeat(@Nullable SseWrite heartbeat) {
    this.heartbeat = heartbeat;
  }

  void setAbort(@Nullable Runnable abort) {
    this.abort = abort;
  }

  void enter() {
    lock.lock();
    if (beaten) {
      beaten = false;
    }
    begin();
  }

  void leave() {
    end();
    lock.unlock();
  }

  private void begin() {
    synchronized (this) {
      writer = Thread.currentThread();
    }
    writingSince = clock.nanoTime();
  }

  private void end() {
    lastWrite = clock.nanoTime();
    writingSince = NOT_WRITING;
    synchronized (this) {
      writer = null;
      if (interrupted) {
        interrupted = false;
        // It was meant for the write, not for what the host does next on this thread.
        Thread.interrupted();
      }
    }
  }

  /** Interrupts the thread that writes, if one does. */
  void interruptWriter() {
    synchronized (this) {
      if (writer != null) {
        interrupted = true;
        writer.interrupt();
      }
    }
  }

  /** Runs {@code write}; if it fails, tells the session and throws what it threw. */
  void write(SseWrite write) throws IOException {
    enter();
    try {
      write.run();
    } catch (Throwable failure) {
      session.writeFailed(failure);
      throw failure;
    } finally {
      leave();
    }
  }

  /** Notes whether the stream waits for its client, where the server writes by demand. */
  void setWaiting(boolean waiting) {
    if (!waiting) {
      writingSince = NOT_WRITING;
    } else if (writingSince == NOT_WRITING) {
      writingSince = clock.nanoTime();
    }
  }

  /**
   * Returns whether a heartbeat is due. They come in pairs: the first write to a client that has
   * gone still succeeds and only provokes the reset that the second one meets.
   */
  boolean needsHeartbeat(long now, long silence) {
    return heartbeat != null
        && writingSince == NOT_WRITING
        && (beaten || now - lastWrite >= silence);
  }

  boolean isStuck(long now, long limit) {
    long since = writingSince;
    return since != NOT_WRITING && now - since >= limit;
  }

  /** Returns whether the caller is to queue a heartbeat: not while one waits already. */
  boolean queueBeat() {
    return beatQueued.compareAndSet(false, true);
  }

  /** Writes the heartbeat, unless the session is over or another write is under way. */
  void beat() {
    beatQueued.set(false);
    SseWrite write = heartbeat;
    if (write == null || !lock.tryLock()) {
      return;
    }
    try {
      beating = true;
      // After the mark, so that whoever ends the session now waits for this write.
      if (!session.isOver()) {
        begin();
        write.run();
        beaten = !beaten;
      }
    } catch (Throwable failure) {
      session.writeFailed(failure);
    } finally {
      beating = false;
      leave();
    }
  }

  /**
   * Waits for a heartbeat under way: when the host is told that a session is over, its server may
   * use the connection for another response. Returns whether there is none any more.
   */
  boolean awaitBeat(long limit) {
    if (!beating || lock.isHeldByCurrentThread()) {
      return true;
    }
    try {
      if (!lock.tryLock(limit, TimeUnit.NANOSECONDS)) {
        return false;
      }
      lock.unlock();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** Cuts the connection, if the host has said how. */
  void abort() {
    Runnable how = abort;
    if (how != null) {
      how.run();
    }
  }
}
