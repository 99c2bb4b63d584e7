// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Draws a tree again and again in place while it grows. It shows no more than fits the screen;
 * closing it takes the last drawing away, so that the whole tree can be printed once.
 */
final class LiveScreen implements AutoCloseable {
  private static final int MILLIS_PER_FRAME = 60;
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final SpanTree tree;
  private final Terminal terminal;
  private final PrintStream out;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(LiveScreen::daemon);
  private long drawnChanges = -1;
  private int drawnLines;

  static LiveScreen start(SpanTree tree, Terminal terminal, PrintStream out) {
    var screen = new LiveScreen(tree, terminal, out);
    var unused = screen.timer.scheduleWithFixedDelay(
        screen::draw, 0, MILLIS_PER_FRAME, TimeUnit.MILLISECONDS);
    return screen;
  }

  private LiveScreen(SpanTree tree, Terminal terminal, PrintStream out) {
    this.tree = tree;
    this.terminal = terminal;
    this.out = out;
  }

  private synchronized void draw() {
    long changes = tree.changes();
    if (changes == drawnChanges) {
      return;
    }
    drawnChanges = changes;
    List<String> lines = new TreeLines(terminal.palette()).of(tree.inTreeOrder());
    int room = Math.max(1, terminal.rows() - 2);
    List<String> shown = lines.subList(Math.max(0, lines.size() - room), lines.size());
    erase();
    // A line that wraps would take two rows and spoil the next drawing.
    out.print(NO_WRAP + String.join("\n", shown) + (shown.isEmpty() ? "" : "\n") + WRAP);
    out.flush();
    drawnLines = shown.size();
  }

  private void erase() {
    if (drawnLines > 0) {
      out.print("\u001b[" + drawnLines + "A\u001b[J");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      erase();
      drawnLines = 0;
      out.flush();
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "spoor-screen");
    thread.setDaemon(true);
    return thread;
  }
}
