// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.frameworks;

import dev.spoor.sse.Script;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.SseWork;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;

class JavalinTest extends SseServerContract {
  @Override
  protected Server serve(SseSpanRecorder recorder) {
    Javalin javalin = Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.routes.get("/{script}", ctx -> {
        String lastEventId = ctx.header("Last-Event-ID");
        stream(
            recorder,
            request(lastEventId),
            ctx,
            writer -> Script.play(ctx.path(), lastEventId, writer.session(), writer::send));
      });
    });
    javalin.start("127.0.0.1", 0);
    return new Server() {
      @Override
      public int port() {
        return javalin.port();
      }

      @Override
      public void close() {
        javalin.stop();
      }
    };
  }

  static void stream(
      SseSpanRecorder recorder, SseRequest request, Context ctx, SseWork<RuntimeException> answer)
      throws IOException {
    // guide: javalin
    ctx.contentType("text/event-stream").header("Cache-Control", "no-cache");
    recorder.stream(request, ctx.res().getOutputStream(), answer);
    // end
  }
}
