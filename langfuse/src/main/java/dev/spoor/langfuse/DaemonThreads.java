// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that hold up nobody's exit and go when there is nothing to do. */
final class DaemonThreads {
  static ThreadPoolExecutor pool(int threads, String name, BlockingQueue<Runnable> queue) {
    var pool = new ThreadPoolExecutor(threads, threads, 5, TimeUnit.SECONDS, queue, work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private DaemonThreads() {}
}
