// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.spring;

import static java.util.Objects.requireNonNull;

import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseOutcome;
import dev.spoor.sse.SseSession;
import java.io.IOException;
import java.util.Set;
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
    // Bytes, because Spring writes text as ISO 8859-1 unless it was told better.
    session.write(() -> super.send(raw(bytes)));
    if (event.data() == null) {
      session.controlSent(bytes.length);
    } else {
      session.eventSent(event.type(), bytes.length);
    }
  }

  private static Set<DataWithMediaType> raw(byte[] bytes) {
    return Set.of(new DataWithMediaType(bytes, MediaType.APPLICATION_OCTET_STREAM));
  }

  @Override
  public void send(SseEventBuilder builder) throws IOException {
    // Built once: a builder adds its blank line each time.
    Set<DataWithMediaType> parts = builder.build();
    session.write(() -> super.send(parts));
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

  @Override
  public void complete() {
    session.complete();
    super.complete();
  }

  @Override
  public void completeWithError(Throwable failure) {
    session.fail(failure);
    super.completeWithError(failure);
  }

  private void sendHeartbeat() throws IOException {
    super.send(raw(HEARTBEAT));
    session.controlSent(HEARTBEAT.length);
  }

  /** When the recorder ends the session, Spring is to let go of the request. */
  private void release(SseOutcome outcome) {
    if (outcome == SseOutcome.CANCELLED
        || outcome == SseOutcome.ABANDONED
        || outcome == SseOutcome.TIMEOUT) {
      super.complete();
    }
  }
}
