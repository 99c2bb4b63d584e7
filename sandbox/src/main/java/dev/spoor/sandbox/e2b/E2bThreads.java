// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** A thread for each task, which keeps no program from ending. */
final class E2bThreads implements Executor {
  static final E2bThreads INSTANCE = new E2bThreads();

  private final AtomicLong number = new AtomicLong();

  private E2bThreads() {}

  @Override
  public void execute(Runnable task) {
    Thread thread = new Thread(task, "spoor-e2b-" + number.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }
}
