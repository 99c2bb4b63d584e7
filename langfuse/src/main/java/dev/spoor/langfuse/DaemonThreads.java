// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that hold up nobody's exit and go when there is nothing to do. */
final class DaemonThreads {
  private static final long GRACE_MILLIS = 500;

  static ThreadPoolExecutor pool(int threads, String name, BlockingQueue<Runnable> queue) {
    var pool = new ThreadPoolExecutor(threads, threads, 5, TimeUnit.SECONDS, queue, work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Interrupts what {@code pool} does and waits until it has heard of it, which is at once but for
   * a mask of the host's that hangs. Returns the work that was not begun.
   */
  static List<Runnable> end(ThreadPoolExecutor pool) {
    List<Runnable> left = pool.shutdownNow();
    try {
      pool.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  private DaemonThreads() {}
}
