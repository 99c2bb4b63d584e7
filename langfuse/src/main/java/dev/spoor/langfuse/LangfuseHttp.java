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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with Langfuse: one timeout over the whole exchange, no redirects, a bounded answer,
 * HTTP/1.1 on cleartext (an upgrade offer makes some servers hang up), never traced itself. Its
 * threads and the client are made with the first request. At its end no request outlasts it,
 * whatever the server does. Safe for use by many threads.
 */
final class LangfuseHttp implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int UPLOAD_FACTOR = 12;

  private final Duration timeout;
  private final Map<String, String> headers;
  /** Done when nothing more may be sent and what is under way is to be cut off. */
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

  private @Nullable HttpClient client;
  private @Nullable ExecutorService threads;

  LangfuseHttp(Duration timeout, Map<String, String> headers) {
    this.timeout = timeout;
    this.headers = Map.copyOf(headers);
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
    CompletableFuture<HttpResponse<byte[]>> answer = start(request);
    try {
      CompletableFuture.anyOf(answer, over).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (!answer.isDone()) {
        throw new IOException("Cut off by the shutdown");
      }
      HttpResponse<byte[]> response = answer.get();
      return new HttpAnswer(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      throw new IOException("No answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw asIoException(e.getCause() == null ? e : e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  @SuppressWarnings("NullAway") // The supplier sets the element.
  private CompletableFuture<HttpResponse<byte[]>> start(HttpRequest request) throws IOException {
    HttpClient ready = client();
    var started = new CompletableFuture<?>[1];
    InstrumentationUtil.suppressInstrumentation(
        () -> started[0] = ready.sendAsync(request, answer -> new BodyKeeper()));
    @SuppressWarnings("unchecked") // Set one line above.
    var answer = (CompletableFuture<HttpResponse<byte[]>>) started[0];
    return answer;
  }

  private synchronized HttpClient client() throws IOException {
    if (over.isDone()) {
      throw new IOException("Shut down");
    }
    if (client == null) {
      threads = DaemonThreads.pool(THREADS, "spoor-langfuse-http", new LinkedBlockingQueue<>());
      client = HttpClient.newBuilder()
          .executor(threads)
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
    if (threads != null) {
      threads.shutdown();
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
