// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event stream to one client, from {@link SseSpanRecorder#start} to its end. Safe for use by
 * many threads. No method throws or blocks on account of the recording.
 *
 * <p>A session ends once: the first of the ending methods decides the outcome, the others do
 * nothing. {@link #close} knows only that it is over and counts if nothing better came.
 */
public final class SseSession implements AutoCloseable {
  private static final VarHandle OUTCOME;

  static {
    try {
      OUTCOME = MethodHandles.lookup().findVarHandle(SseSession.class, "outcome", SseOutcome.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final SseSpanRecorder recorder;
  final SseRequest request;
  final Span span;
  final SessionRecord record;
  private final Context context;
  private volatile @Nullable SseOutcome outcome;
  private volatile @Nullable WriteGate gate;
  private volatile boolean allSent;
  private @Nullable Consumer<SseOutcome> listener;

  SseSession(SseSpanRecorder recorder, SseRequest request, Context parent, Span span) {
    this.recorder = recorder;
    this.request = request;
    this.span = span;
    context = parent.with(span);
    record = new SessionRecord(recorder.clock, recorder.types);
  }

  /** Returns the context of this session's span: the parent of what is done for the stream. */
  public Context context() {
    return context;
  }

  /** Returns how this session ended, or null while it is open. */
  public @Nullable SseOutcome outcome() {
    return outcome;
  }

  RouteMetrics metrics() {
    return recorder.metrics.route(request.route());
  }

  boolean isOver() {
    return outcome != null;
  }

  /**
   * Returns a writer that sends events to {@code out} and records them here. The session's
   * heartbeats go through it as well, so nothing else may write to {@code out}.
   */
  public SseWriter writer(OutputStream out) {
    return SseWriter.of(this, requireNonNull(out, "out"));
  }

  /**
   * Counts an event that was sent. {@code type} is its {@code event} field, where null means
   * {@code message}; {@code bytes} its length on the wire, 0 if unknown.
   */
  public void eventSent(@Nullable String type, long bytes) {
    // So little code that the compiler puts it into the host's loop.
    if (!record.addEventQuickly(recorder.clock, type, bytes)) {
      countAndLook(type, bytes);
    } else if (outcome != null) {
      flush();
    }
  }

  private void countAndLook(@Nullable String type, long bytes) {
    int before = record.addEvent(recorder.types, type, bytes);
    if (record.tickMoved(recorder.clock) && record.event(recorder.clock)) {
      recorder.report.firstEvent(this);
    }
    if (before % SessionRecord.FLUSH_EVERY == SessionRecord.FLUSH_EVERY - 1) {
      record.claimSlots(recorder.types);
      flush();
    } else if (outcome != null) {
      flush();
    }
  }

  /** Counts bytes that dispatch no event: a comment, or a field such as {@code retry} alone. */
  public void controlSent(long bytes) {
    record.addBytes(recorder.types, bytes);
    if (outcome != null) {
      flush();
    }
  }

  /** Counts {@code event}, of so many bytes, whichever kind it is. */
  void sent(SseEvent event, long bytes) {
    if (event.data() == null) {
      controlSent(bytes);
    } else {
      eventSent(event.type(), bytes);
    }
  }

  /** Hands the counts to the metrics. */
  void flush() {
    recorder.report.flush(this);
  }

  /**
   * Runs a write of the host's own, one at a time. If it throws, the session ends by the kind of
   * the failure, and what was thrown is thrown on.
   */
  public void write(SseWrite write) throws IOException {
    gate().write(write);
  }

  /**
   * Sets how a heartbeat is written to a server that sees a client leave only when it writes.
   * {@code heartbeat} is called on a thread of the recorder when nothing was written for the
   * interval set there, never beside another {@link #write}; its failure ends the session. A
   * {@link #writer} does this by itself.
   */
  public void setHeartbeat(SseWrite heartbeat) {
    gate().setHeartbeat(requireNonNull(heartbeat, "heartbeat"));
  }

  /**
   * Sets how the connection is cut. {@code abort} is called on a thread of the recorder when a
   * write is stuck for longer than the limit set there, or when the session is too old or idle for
   * too long.
   */
  public void setAbort(Runnable abort) {
    gate().setAbort(requireNonNull(abort, "abort"));
  }

  /**
   * Sets that a stuck write is cut by interrupting the thread that writes. This is right where the
   * stream writes to an interruptible channel, as that of the JDK's {@code HttpServer} does: the
   * channel is closed then. No thread is interrupted outside a write of this session.
   */
  public void setAbortByInterrupt() {
    WriteGate open = gate();
    open.setAbort(open::interruptWriter);
  }

  /**
   * Sets who is told how the session ended, once, on the thread that ended it, or now if it is over
   * already. Here a host stops work that nobody listens to any more. What it throws is logged.
   */
  public void onEnd(Consumer<SseOutcome> listener) {
    requireNonNull(listener, "listener");
    SseOutcome ended;
    synchronized (record) {
      ended = outcome;
      Consumer<SseOutcome> earlier = this.listener;
      this.listener = earlier == null ? listener : recorder.report.both(earlier, listener);
    }
    // Whoever ends the session takes the listener under the same lock, after setting the outcome.
    if (ended != null) {
      recorder.report.tell(this, ended);
    }
  }

  /**
   * Tells whether the stream waits for its client, on servers that do not block: from a full write
   * queue, or a subscriber that asks for no more, to the next room. If that lasts for longer than
   * the recorder's limit for one write, the session ends as timeout. {@link SseDemand} calls this
   * by the demand of a subscriber. Not to be used along with {@link #write}.
   */
  public void setWaitsForClient(boolean waiting) {
    if (waiting || gate != null) {
      gate().setWaiting(waiting);
    }
  }

  /** Tells that everything is sent: a client that leaves from here on has left content. */
  public void allSent() {
    allSent = true;
  }

  void setAllSent(boolean sent) {
    allSent = sent;
  }

  /** Ends the session: everything was sent. */
  public void complete() {
    finish(SseOutcome.COMPLETED, null);
  }

  /** Ends the session: the work behind it failed with {@code cause}. */
  public void fail(Throwable cause) {
    finish(SseOutcome.ERROR, requireNonNull(cause, "cause"));
  }

  /** Ends the session by the kind of {@code failure}, which writing to the client threw. */
  public void writeFailed(Throwable failure) {
    SseOutcome kind = Disconnects.outcomeOf(requireNonNull(failure, "failure"));
    if (kind == SseOutcome.CLIENT_DISCONNECT) {
      disconnect();
    } else {
      finish(kind, kind == SseOutcome.ERROR ? failure : null);
    }
  }

  /** Ends the session: the client left. If {@link #allSent}, that is completion. */
  public void disconnect() {
    finish(allSent ? SseOutcome.COMPLETED : SseOutcome.CLIENT_DISCONNECT, null);
  }

  /** Ends the session: a time limit ran out. */
  public void timeOut() {
    finish(SseOutcome.TIMEOUT, null);
  }

  /** Ends the session: the host stopped it. */
  public void cancel() {
    finish(SseOutcome.CANCELLED, null);
  }

  /** Ends the session if nothing else did: completed if {@link #allSent}, else abandoned. */
  @Override
  public void close() {
    finish(allSent ? SseOutcome.COMPLETED : SseOutcome.ABANDONED, null);
  }

  /**
   * Ends and waits: when the listener is told and when this returns, no heartbeat writes to the
   * host's stream any more.
   */
  private void finish(SseOutcome how, @Nullable Throwable cause) {
    boolean isFirst = take(how, cause);
    if (!isFirst && record.thisThreadHasSlots()) {
      // Who ended this may not have seen what this thread had just sent.
      flush();
    }
    WriteGate open = gate;
    if (open != null && !open.awaitBeat(recorder.limits.writeTimeout())) {
      abort();
    }
    if (isFirst) {
      recorder.report.tell(this, how);
    }
  }

  /** Ends without waiting for a write under way; returns whether it was open. */
  boolean endNow(SseOutcome how) {
    boolean isFirst = take(how, null);
    if (isFirst) {
      recorder.report.tell(this, how);
    }
    return isFirst;
  }

  /** Ends, and cuts the connection: for the watchdog, when a write is stuck or nobody is there. */
  void cut(SseOutcome how) {
    if (endNow(how)) {
      abort();
    }
  }

  private boolean take(SseOutcome how, @Nullable Throwable cause) {
    boolean isFirst = outcome == null && OUTCOME.compareAndSet(this, null, how);
    if (isFirst) {
      recorder.ended(this, how, cause);
    }
    return isFirst;
  }

  private void abort() {
    try {
      gate().abort();
    } catch (Throwable t) {
      recorder.report.abortFailed(t);
    }
  }

  @Nullable Consumer<SseOutcome> takeListener() {
    synchronized (record) {
      Consumer<SseOutcome> taken = listener;
      listener = null;
      return taken;
    }
  }

  @Nullable WriteGate openGate() {
    return gate;
  }

  WriteGate gate() {
    WriteGate open = gate;
    if (open != null) {
      return open;
    }
    synchronized (record) {
      if (gate == null) {
        gate = new WriteGate(this, recorder.clock);
      }
      return requireNonNull(gate);
    }
  }
}
