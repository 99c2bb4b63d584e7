// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.servlet;

import static java.util.Objects.requireNonNull;

import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseSession;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.SseWriter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * Answers Jakarta Servlet requests with recorded event streams. Immutable, safe for use by many
 * threads.
 *
 * <pre>{@code
 * protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
 *   SseWriter writer = events.start("/api/agent/stream", request, response);
 *   executor.execute(() -> answer(writer)); // ends with writer.complete() or writer.session().fail(e)
 * }
 * }</pre>
 *
 * <p>The container's own signals end the session as well: a timeout as timeout, an error by its
 * kind, and completion without a word as abandoned. When the session ends, the request is
 * completed.
 */
public final class ServletSse {
  private final SseSpanRecorder recorder;
  private final Duration timeout;

  /** Returns an adapter whose streams may last as long as the recorder lets them. */
  public static ServletSse create(SseSpanRecorder recorder) {
    return create(recorder, Duration.ZERO);
  }

  /** Returns an adapter whose streams end after {@code timeout}; zero means no limit. */
  public static ServletSse create(SseSpanRecorder recorder, Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeout is " + timeout + "; it must be positive, or zero for no limit");
    }
    return new ServletSse(requireNonNull(recorder, "recorder"), timeout);
  }

  private ServletSse(SseSpanRecorder recorder, Duration timeout) {
    this.recorder = recorder;
    this.timeout = timeout;
  }

  /**
   * Begins an event stream as the response to {@code request}, which becomes asynchronous, and
   * returns the writer to it. {@code route} is the template that was matched.
   */
  public SseWriter start(String route, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    return start(describe(route, request).build(), request, response);
  }

  /** Begins an event stream described by {@code described} as the response to {@code request}. */
  public SseWriter start(
      SseRequest described, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncContext async =
        request.isAsyncStarted() ? request.getAsyncContext() : request.startAsync();
    async.setTimeout(timeout.toMillis());
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("X-Accel-Buffering", "no");
    SseSession session = recorder.start(described);
    try {
      async.addListener(new SessionListener(session));
      session.onEnd(outcome -> complete(async));
      session.setAbort(() -> complete(async));
      SseWriter writer = session.writer(response.getOutputStream());
      // Browsers fire "open" when the headers are there, not with the first event.
      session.write(response::flushBuffer);
      return writer;
    } catch (Throwable thrown) {
      session.fail(thrown);
      throw thrown;
    }
  }

  /** Returns a builder filled with what {@code request} tells. */
  public static dev.spoor.sse.SseRequestBuilder describe(String route, HttpServletRequest request) {
    return SseRequest.builder(route)
        .setMethod(request.getMethod())
        .setUserAgent(request.getHeader("User-Agent"))
        .setClientAddress(request.getRemoteAddr())
        .setLastEventId(request.getHeader("Last-Event-ID"));
  }

  private static void complete(AsyncContext async) {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      // The container has completed the request already: that is what was wanted.
    }
  }
}
