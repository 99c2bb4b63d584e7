// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;

class JdkHttpServerTest {
  /** The plain writer on the handler's thread. */
  @Nested
  class OutputStreamTest extends SseServerContract {
    @Override
    protected Server serve(SseSpanRecorder recorder) throws IOException {
      return JdkServer.start(exchange -> answer(recorder, exchange));
    }

    private static void answer(SseSpanRecorder recorder, HttpExchange exchange) throws IOException {
      String lastEventId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
      recorder.stream(request(lastEventId), exchange.getResponseBody(), writer -> {
        writer.session().setAbortByInterrupt();
        Script.play(
            exchange.getRequestURI().getPath(), lastEventId, writer.session(), writer::send);
      });
    }
  }

  /** A publisher whose subscriber writes to the same server. */
  @Nested
  class FlowTest extends SseServerContract {
    /** A publisher has no say in when a server looks at its socket, and this server never does. */
    @Override
    protected String whenLeftInSilence() {
      return "abandoned";
    }

    @Override
    protected Server serve(SseSpanRecorder recorder) throws IOException {
      return JdkServer.start(exchange -> answer(recorder, exchange));
    }

    private static void answer(SseSpanRecorder recorder, HttpExchange exchange)
        throws IOException, InterruptedException {
      String lastEventId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
      var subscriber = new WritingSubscriber(exchange.getResponseBody());
      recorder
          .publish(
              request(lastEventId),
              session ->
                  ScriptPublisher.of(exchange.getRequestURI().getPath(), lastEventId, session))
          .subscribe(subscriber);
      subscriber.done.await();
    }
  }

  /** The JDK's server on a free port. */
  static final class JdkServer implements SseServerContract.Server {
    interface Handler {
      void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    static JdkServer start(Handler handler) throws IOException {
      return new JdkServer(handler);
    }

    private JdkServer(Handler handler) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", exchange -> {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (exchange) {
          handler.handle(exchange);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      server.start();
    }

    @Override
    public int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
