// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.frameworks;

import dev.spoor.sse.Script;
import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseOutcome;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSession;
import dev.spoor.sse.SseSpanRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

class VertxTest extends SseServerContract {
  @Override
  protected Server serve(SseSpanRecorder recorder) throws Exception {
    Vertx vertx = Vertx.vertx();
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server = vertx
        .createHttpServer()
        .requestHandler(request -> answer(recorder, request, threads))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    return new Server() {
      @Override
      public int port() {
        return server.actualPort();
      }

      @Override
      public void close() throws Exception {
        threads.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      }
    };
  }

  private static void answer(
      SseSpanRecorder recorder, HttpServerRequest request, ExecutorService threads) {
    String lastEventId = request.getHeader("Last-Event-ID");
    VertxStream stream = VertxStream.start(recorder, request(lastEventId), request);
    threads.execute(() -> {
      try {
        Script.play(request.path(), lastEventId, stream.session, event -> send(stream, event));
        stream.session.complete();
      } catch (IOException | RuntimeException failed) {
        stream.session.fail(failed);
      }
    });
  }

  /** A thread that sends waits for room here; on an event loop this is a pause of the source. */
  private static void send(VertxStream stream, SseEvent event) throws IOException {
    stream.send(event);
    while (stream.response.writeQueueFull() && stream.session.outcome() == null) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    if (stream.session.outcome() != null) {
      throw new IOException("Over");
    }
  }

  // guide: vertx
  record VertxStream(SseSession session, HttpServerResponse response) {
    static VertxStream start(
        SseSpanRecorder recorder, SseRequest described, HttpServerRequest request) {
      HttpServerResponse response =
          request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
      SseSession session = recorder.start(described);
      response.closeHandler(closed -> session.disconnect());
      response.exceptionHandler(session::writeFailed);
      var stream = new VertxStream(session, response);
      response.drainHandler(room -> stream.lookForRoom());
      session.onEnd(outcome -> {
        if (outcome == SseOutcome.TIMEOUT) {
          request.connection().close();
        } else {
          response.end();
        }
      });
      return stream;
    }

    void send(SseEvent event) {
      byte[] bytes = event.toBytes();
      response.write(Buffer.buffer(bytes));
      session.eventSent(event.type(), bytes.length);
      lookForRoom();
    }

    /** One at a time, so that the last look is the one that counts. */
    private synchronized void lookForRoom() {
      session.setWaitsForClient(response.writeQueueFull());
    }
  }
  // end
}
