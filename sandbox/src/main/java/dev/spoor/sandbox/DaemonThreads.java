// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** A thread for each task, which keeps no program from ending. */
final class DaemonThreads implements Executor {
  static final DaemonThreads INSTANCE = new DaemonThreads();

  private final AtomicLong number = new AtomicLong();

  private DaemonThreads() {}

  @Override
  public void execute(Runnable task) {
    Thread thread = new Thread(task, "spoor-sandbox-" + number.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }
}
