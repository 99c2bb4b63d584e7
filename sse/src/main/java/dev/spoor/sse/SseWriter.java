// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to one client and records each in its session. Safe for use by many threads: events
 * are written one at a time, each flushed. An {@link IOException} of the stream passes on as it is
 * and has ended the session by then, as a disconnect unless it was a time limit.
 *
 * <p>The response must have begun: status 200, {@code Content-Type: text/event-stream},
 * {@code Cache-Control: no-cache}, and best also {@code X-Accel-Buffering: no} for proxies.
 */
public final class SseWriter {
  private final SseSession session;
  private final WriteGate gate;
  private final OutputStream out;

  static SseWriter of(SseSession session, OutputStream out) {
    var writer = new SseWriter(session, out);
    session.setHeartbeat(writer::heartbeat);
    return writer;
  }

  /**
   * Returns a writer that sends events to {@code channel}, which must be in blocking mode, and
   * records them in {@code session}.
   */
  public static SseWriter of(SseSession session, WritableByteChannel channel) {
    return of(session, Channels.newOutputStream(channel));
  }

  private SseWriter(SseSession session, OutputStream out) {
    this.session = session;
    this.gate = session.gate();
    this.out = out;
  }

  /** Returns the session that this writer records in. */
  public SseSession session() {
    return session;
  }

  /** Sends an event of type {@code message}. */
  public void send(String data) throws IOException {
    send(null, data);
  }

  /**
   * Sends an event. Throws {@link IllegalArgumentException} if {@code type} has a line break, as
   * {@link SseEvent} does.
   */
  public void send(@Nullable String type, String data) throws IOException {
    SseEvent.checkLine(type, "type");
    send(type, requireNonNull(data, "data"), null, null);
  }

  /** Sends {@code event}. */
  public void send(SseEvent event) throws IOException {
    send(event.type(), event.data(), event.id(), event.retry());
  }

  private void send(
      @Nullable String type, @Nullable String data, @Nullable String id, @Nullable Duration retry)
      throws IOException {
    SseEncoder encoder = BufferPool.SHARED.take();
    gate.enter();
    try {
      checkOpen();
      long bytes = encoder.write(type, data, id, retry, out);
      out.flush();
      if (data == null) {
        session.controlSent(bytes);
      } else {
        session.eventSent(type, bytes);
      }
    } catch (Throwable failure) {
      session.writeFailed(failure);
      throw failure;
    } finally {
      gate.leave();
      BufferPool.SHARED.give(encoder);
    }
  }

  /** Sends a comment, which clients ignore. */
  public void comment(String text) throws IOException {
    requireNonNull(text, "text");
    gate.write(() -> {
      checkOpen();
      writeComment(text);
    });
  }

  private void heartbeat() throws IOException {
    writeComment("");
  }

  private void writeComment(String text) throws IOException {
    SseEncoder encoder = BufferPool.SHARED.take();
    try {
      long bytes = encoder.writeComment(text, out);
      out.flush();
      session.controlSent(bytes);
    } finally {
      BufferPool.SHARED.give(encoder);
    }
  }

  /** Flushes the stream and completes the session. The stream stays open: it is the host's. */
  public void complete() throws IOException {
    if (!session.isOver()) {
      gate.write(out::flush);
      session.complete();
    }
  }

  private void checkOpen() throws IOException {
    SseOutcome outcome = session.outcome();
    if (outcome != null) {
      throw new IOException(
          "Nothing more can be sent: this event stream has ended (" + outcome.value() + ")");
    }
  }
}
