// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.frameworks;

import dev.spoor.sse.Script;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.SseWork;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Helidon needs Java 21, so this is compiled from there on. Its threads are virtual. */
class HelidonTest extends SseServerContract {
  @Override
  protected Server serve(SseSpanRecorder recorder) {
    WebServer server = WebServer.builder()
        .host("127.0.0.1")
        .port(0)
        .routing(routing -> routing.get("/{script}", (request, response) -> {
          String lastEventId =
              request.headers().first(HeaderNames.create("Last-Event-ID")).orElse(null);
          stream(recorder, request(lastEventId), request, response, lastEventId);
        }))
        .build()
        .start();
    return new Server() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public void close() {
        server.stop();
      }
    };
  }

  private static void stream(
      SseSpanRecorder recorder,
      SseRequest described,
      ServerRequest request,
      ServerResponse response,
      @Nullable String lastEventId)
      throws IOException {
    String path = request.path().path();
    stream(recorder, described, response, writer -> {
      writer.session().setAbortByInterrupt();
      Script.play(path, lastEventId, writer.session(), writer::send);
    });
  }

  static void stream(
      SseSpanRecorder recorder,
      SseRequest request,
      ServerResponse response,
      SseWork<RuntimeException> answer)
      throws IOException {
    // guide: helidon
    response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
    response.header(HeaderNames.CACHE_CONTROL, "no-cache");
    recorder.stream(request, response.outputStream(), answer);
    // end
  }
}
