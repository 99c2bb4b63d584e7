// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.impl.InstrumentationUtil;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with Langfuse: one timeout over the whole exchange, no redirects, a bounded answer,
 * HTTP/1.1 on cleartext (an upgrade offer makes some servers hang up), never traced itself. The
 * client and its thread are made with the first request. At its end no request outlasts it,
 * whatever the server does. Safe for use by many threads.
 */
final class LangfuseHttp implements AutoCloseable {
  private static final String CUT_OFF = "Cut off by the shutdown";
  private static final int UPLOAD_FACTOR = 12;

  private final Duration timeout;
  private final Map<String, String> headers;
  /** Done when nothing more may be sent and what is under way is to be cut off. */
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

  private final Set<Alarm> underWay = ConcurrentHashMap.newKeySet();

  private @Nullable HttpClient client;

  LangfuseHttp(Duration timeout, Map<String, String> headers) {
    this.timeout = timeout;
    this.headers = Map.copyOf(headers);
    var unused = over.thenRun(() -> underWay.forEach(alarm -> alarm.ring(CUT_OFF)));
  }

  /** Sends an OTLP message, packed into {@code packed} first if that is given. */
  HttpAnswer postSpans(URI target, ByteSink message, @Nullable GzipSink packed)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(target).header("Content-Type", "application/x-protobuf");
    ByteSink body = message;
    if (packed != null) {
      request.header("Content-Encoding", "gzip");
      body = packed.pack(message);
    }
    var slices = new BytesPublisher(body.bytes(), body.length());
    return send(
        request.POST(BodyPublishers.fromPublisher(slices, body.length())).build());
  }

  /** Sends JSON with {@code method}. */
  HttpAnswer sendJson(String method, URI target, String json)
      throws IOException, InterruptedException {
    return send(request(target)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(json))
        .build());
  }

  /** Asks for {@code target}. */
  HttpAnswer get(URI target) throws IOException, InterruptedException {
    return send(request(target).GET().build());
  }

  /** Puts bytes to a place outside Langfuse: without our headers, which hold the keys. */
  HttpAnswer put(URI target, byte[] bytes, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = versioned(target);
    headers.forEach(request::header);
    return send(
        request.PUT(BodyPublishers.ofByteArray(bytes)).build(),
        timeout.multipliedBy(UPLOAD_FACTOR));
  }

  private static HttpRequest.Builder versioned(URI target) {
    return HttpRequest.newBuilder(target)
        .version(
            "https".equals(target.getScheme())
                ? HttpClient.Version.HTTP_2
                : HttpClient.Version.HTTP_1_1);
  }

  private HttpRequest.Builder request(URI target) {
    HttpRequest.Builder request = versioned(target);
    headers.forEach(request::setHeader);
    return request;
  }

  private HttpAnswer send(HttpRequest request) throws IOException, InterruptedException {
    return send(request, timeout);
  }

  private HttpAnswer send(HttpRequest request, Duration timeout)
      throws IOException, InterruptedException {
    HttpClient ready = client();
    var alarm = new Alarm();
    CompletableFuture<@Nullable Void> timer = new CompletableFuture<@Nullable Void>()
        .completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS);
    var unused = timer.thenRun(() -> alarm.ring("No answer within " + timeout.toMillis() + " ms"));
    underWay.add(alarm);
    if (over.isDone()) {
      alarm.ring(CUT_OFF);
    }
    CompletableFuture<HttpResponse<byte[]>> answer = exchange(ready, request);
    timer.cancel(false);
    underWay.remove(alarm);
    return result(answer, alarm.end());
  }

  /**
   * Waits for the answer on this thread: the client's way to be told of it later starts a thread a
   * request where there are two processors or less, and can only be cut off in the same way.
   */
  private static CompletableFuture<HttpResponse<byte[]>> exchange(
      HttpClient ready, HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer = new CompletableFuture<>();
    InstrumentationUtil.suppressInstrumentation(() -> {
      try {
        answer.complete(ready.send(request, head -> new BodyKeeper()));
      } catch (IOException | InterruptedException | RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    return answer;
  }

  private static HttpAnswer result(
      CompletableFuture<HttpResponse<byte[]>> answer, @Nullable String cutOff)
      throws IOException, InterruptedException {
    try {
      HttpResponse<byte[]> response = answer.get();
      return new HttpAnswer(response.statusCode(), response.headers(), response.body());
    } catch (ExecutionException e) {
      Throwable failure = e.getCause() == null ? e : e.getCause();
      if (cutOff != null) {
        throw new IOException(cutOff, failure);
      }
      if (failure instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw asIoException(failure);
    }
  }

  private synchronized HttpClient client() throws IOException {
    if (over.isDone()) {
      throw new IOException("Shut down");
    }
    if (client == null) {
      // What the client does between two waits is short, and its own thread may as well do it.
      client = HttpClient.newBuilder()
          .executor(Runnable::run)
          .connectTimeout(timeout)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
    }
    return client;
  }

  private static IOException asIoException(Throwable failure) {
    return failure instanceof IOException io
        ? io
        : new IOException("The request failed: " + failure, failure);
  }

  /** Cuts off at {@code deadline}, a {@link System#nanoTime}, what is under way then. */
  void endAt(long deadline) {
    over.completeOnTimeout(null, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void close() throws IOException {
    over.complete(null);
    if (client instanceof AutoCloseable closeable) {
      closeClient(closeable);
    }
    client = null;
  }

  /** Since Java 21 a client can be closed; before, its thread ends when it is collected. */
  private static void closeClient(AutoCloseable client) throws IOException {
    try {
      client.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Packs messages at the level that costs a fifth of the default for a third more bytes. */
  static final class GzipSink {
    private final ByteSink packed = new ByteSink();

    ByteSink pack(ByteSink message) throws IOException {
      packed.clear();
      try (var gzip = new Level1(packed)) {
        gzip.write(message.bytes(), 0, message.length());
      }
      return packed;
    }

    private static final class Level1 extends java.util.zip.GZIPOutputStream {
      Level1(ByteSink out) throws IOException {
        super(out, 16 * 1024);
        def.setLevel(Deflater.BEST_SPEED);
      }
    }
  }
}
