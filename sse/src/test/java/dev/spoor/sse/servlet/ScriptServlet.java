// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.servlet;

import dev.spoor.sse.Script;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.SseWriter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Plays a script on a thread of its own. */
final class ScriptServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ServletSse events;
  private final transient Function<String, SseRequest> describe;
  private final transient ExecutorService threads = Executors.newCachedThreadPool();

  ScriptServlet(SseSpanRecorder recorder, Function<String, SseRequest> describe) {
    events = ServletSse.create(recorder);
    this.describe = describe;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    String lastEventId = request.getHeader("Last-Event-ID");
    SseWriter writer = events.start(describe.apply(lastEventId), request, response);
    threads.execute(() -> {
      try {
        Script.play(path, lastEventId, writer.session(), writer::send);
        writer.complete();
      } catch (IOException | RuntimeException e) {
        writer.session().fail(e);
      }
    });
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
