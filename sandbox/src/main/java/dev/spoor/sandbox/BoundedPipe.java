// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from a thread that writes to one that reads. A writer waits while the pipe is full: a
 * reader that is slow slows the process down instead of filling the heap. When the reader has gone,
 * what is written is thrown away, so that nobody waits for ever.
 */
final class BoundedPipe extends InputStream {
  private final byte[] ring;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int start;
  private int size;
  private boolean finished;
  private boolean closed;
  private @Nullable IOException failure;

  BoundedPipe(int capacity) {
    ring = new byte[capacity];
  }

  /**
   * Writes all bytes, and waits while there is no room. An interrupt ends the wait and the pipe.
   */
  void write(ByteBuffer bytes) {
    lock.lock();
    try {
      while (bytes.hasRemaining() && !closed) {
        if (size == ring.length) {
          changed.await();
        } else {
          put(bytes);
          changed.signalAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the pipe: the reader gets what is left and then {@code failure}, or the end. */
  void finish(@Nullable IOException failure) {
    lock.lock();
    try {
      this.finished = true;
      this.failure = failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (size == 0 && !finished && !closed) {
        changed.await();
      }
      return closed || size == 0 ? end() : take(target, offset, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for output of a process.");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return closed ? 0 : size;
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of the pipe; what is written from now on is thrown away. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int end() throws IOException {
    if (closed) {
      throw new IOException("The output of the process was closed by its reader.");
    }
    if (failure != null) {
      throw new IOException("The output of the process broke off.", failure);
    }
    return -1;
  }

  private void put(ByteBuffer bytes) {
    int at = (start + size) % ring.length;
    int count = Math.min(bytes.remaining(), Math.min(ring.length - size, ring.length - at));
    bytes.get(ring, at, count);
    size += count;
  }

  private int take(byte[] target, int offset, int length) {
    int count = Math.min(length, Math.min(size, ring.length - start));
    System.arraycopy(ring, start, target, offset, count);
    start = (start + count) % ring.length;
    size -= count;
    changed.signalAll();
    return count;
  }
}
