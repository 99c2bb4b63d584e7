// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * How many agents may run at once, each of which is a process. Who has taken a slot starts a run in
 * it. Safe for use by many threads.
 */
final class RunSlots {
  private final Semaphore free;
  private final Executor threads;

  RunSlots(int count, Executor threads) {
    free = new Semaphore(count);
    this.threads = threads;
  }

  /** Takes a slot if one is free; does not wait. */
  boolean take() {
    return free.tryAcquire();
  }

  /** Runs {@code task} in the slot taken, which is free again when it ends. */
  void run(Runnable task) {
    try {
      threads.execute(() -> {
        try {
          task.run();
        } finally {
          free.release();
        }
      });
    } catch (RejectedExecutionException e) {
      free.release();
      throw e;
    }
  }
}
