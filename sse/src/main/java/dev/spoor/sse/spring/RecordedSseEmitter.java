// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.spring;

import static java.util.Objects.requireNonNull;

import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseOutcome;
import dev.spoor.sse.SseSession;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Spring MVC's emitter, recorded in a session. Return it from a controller and use it as an
 * {@link SseEmitter}; it adds heartbeats, by which Spring finds a client that left, and ends the
 * session by the emitter's own signals. Thread-safe.
 *
 * <pre>{@code
 * @GetMapping("/api/agent/stream")
 * SseEmitter stream(@RequestHeader(name = "Last-Event-ID", required = false) String lastEventId) {
 *   var emitter = new RecordedSseEmitter(recorder.start(
 *       SseRequest.builder("/api/agent/stream").setLastEventId(lastEventId).build()));
 *   executor.execute(() -> answer(emitter)); // ends with complete() or completeWithError(e)
 *   return emitter;
 * }
 * }</pre>
 *
 * <p>{@link #send(SseEvent)} writes events as this library does: with a space after the colon, so
 * that text that begins with a space keeps it, and with the exact bytes counted. Of what is sent by
 * Spring's own builder, objects that Spring turns into JSON are counted as events but not as bytes.
 */
public final class RecordedSseEmitter extends SseEmitter {

  private static final byte[] HEARTBEAT = {':', ' ', '\n', '\n'};

  private final SseSession session;
  private final AtomicBoolean released = new AtomicBoolean();

  /** Returns an emitter without a time limit of its own. */
  public RecordedSseEmitter(SseSession session) {
    this(session, 0L);
  }

  /** Returns an emitter that times out after {@code timeoutMillis}; zero means never. */
  public RecordedSseEmitter(SseSession session, long timeoutMillis) {
    super(timeoutMillis);
    this.session = requireNonNull(session, "session");
    onTimeout(session::timeOut);
    onError(session::writeFailed);
    onCompletion(session::close);
    session.setHeartbeat(this::sendHeartbeat);
    session.onEnd(this::release);
  }

  /** Returns the session that this emitter records in. */
  public SseSession session() {
    return session;
  }

  /** Sends {@code event}. */
  public void send(SseEvent event) throws IOException {
    byte[] bytes = event.toBytes();
    write(raw(bytes));
    if (event.data() == null) {
      session.controlSent(bytes.length);
    } else {
      session.eventSent(event.type(), bytes.length);
    }
  }

  /** Returns bytes, because Spring writes text as ISO 8859-1 unless it was told better. */
  private static Set<DataWithMediaType> raw(byte[] bytes) {
    return Set.of(new DataWithMediaType(bytes, MediaType.APPLICATION_OCTET_STREAM));
  }

  @Override
  public void send(SseEventBuilder builder) throws IOException {
    // Built once: a builder adds its blank line each time.
    Set<DataWithMediaType> parts = builder.build();
    write(parts);
    var sent = new SentBySpring(parts);
    if (sent.hasData()) {
      session.eventSent(sent.type(), sent.bytes());
    } else {
      session.controlSent(sent.bytes());
    }
  }

  @Override
  public void send(Object object) throws IOException {
    send(object, null);
  }

  @Override
  public void send(Object object, @Nullable MediaType mediaType) throws IOException {
    send(event().data(object, mediaType));
  }

  private void write(Set<DataWithMediaType> parts) throws IOException {
    try {
      session.write(() -> super.send(parts));
    } finally {
      releaseIfOver();
    }
  }

  private void sendHeartbeat() throws IOException {
    try {
      super.send(raw(HEARTBEAT));
    } finally {
      releaseIfOver();
    }
    session.controlSent(HEARTBEAT.length);
  }

  @Override
  public void complete() {
    released.set(true);
    session.complete();
    super.complete();
  }

  @Override
  public void completeWithError(Throwable failure) {
    released.set(true);
    session.fail(failure);
    super.completeWithError(failure);
  }

  /** A write that was under way when the session ended leaves this to whoever wrote. */
  private void releaseIfOver() {
    SseOutcome outcome = session.outcome();
    if (outcome != null) {
      release(outcome);
    }
  }

  /**
   * When the session has ended elsewhere, Spring is to let go of the request; not when the client
   * has left, for then the container tells Spring.
   */
  private void release(SseOutcome outcome) {
    // Spring completes under its write lock, and a client that does not read may hold that for
    // long.
    if (outcome == SseOutcome.CLIENT_DISCONNECT || released.get() || !writeLock.tryLock()) {
      return;
    }
    try {
      if (released.compareAndSet(false, true)) {
        super.complete();
      }
    } finally {
      writeLock.unlock();
    }
  }
}
