// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A real OTLP/HTTP receiver on a free loopback port. It decodes protobuf, packed or not, of traces,
 * metrics and logs on any path that ends in {@code /v1/traces}, {@code /v1/metrics} or
 * {@code /v1/logs}; what it answers can be scripted. Safe for use by many threads.
 *
 * <pre>{@code
 * try (var receiver = OtlpReceiver.start()) {
 *   export(receiver.endpoint());
 *   assertThat(receiver.awaitSpans(3)).extracting(ReceivedSpan::name).contains("chat m");
 * }
 * }</pre>
 */
public final class OtlpReceiver implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpServer server;
  private final ExecutorService threads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final Received received = new Received();
  private volatile Answer otherwise = Answer.OK;

  /** Returns a receiver that listens on a free port. */
  public static OtlpReceiver start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new OtlpReceiver(HttpServer.create(address, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OtlpReceiver(HttpServer server) {
    this.server = server;
    threads = Executors.newCachedThreadPool(OtlpReceiver::daemon);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns the base URL, without a slash at its end. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers the next requests with these, in this order, before all others. */
  public void answerNext(Answer... answers) {
    script.addAll(List.of(answers));
  }

  /** Answers every request that is not scripted with this. Default: {@link Answer#OK}. */
  public void answerAlways(Answer answer) {
    otherwise = answer;
  }

  /** Returns every request so far, refused ones included. */
  public List<ReceivedRequest> requests() {
    return received.requests();
  }

  /** Returns the spans of the requests that were accepted. */
  public List<ReceivedSpan> spans() {
    return received.spans();
  }

  /** Returns the metrics of the requests that were accepted, as often as they were sent. */
  public List<ReceivedMetric> metrics() {
    return received.metrics();
  }

  /** Returns the log records of the requests that were accepted. */
  public List<LogRecord> logs() {
    return received.logs();
  }

  /** Waits up to 20 s for at least {@code count} spans and returns all; fails if they miss. */
  public List<ReceivedSpan> awaitSpans(int count) {
    return awaitSpans(count, PATIENCE);
  }

  /** Waits for at least {@code count} spans and returns all; fails if they miss the deadline. */
  public List<ReceivedSpan> awaitSpans(int count, Duration timeout) {
    return await(() -> spans().size() < count ? List.of() : spans(), count, timeout);
  }

  /** Waits up to 20 s for at least {@code count} requests and returns all; fails if they miss. */
  public List<ReceivedRequest> awaitRequests(int count) {
    return await(() -> requests().size() < count ? List.of() : requests(), count, PATIENCE);
  }

  /** Waits up to 20 s for a metric of this name and returns its latest report. */
  public ReceivedMetric awaitMetric(String name) {
    var found =
        await(() -> metrics().stream().filter(m -> m.name().equals(name)).toList(), 1, PATIENCE);
    return found.get(found.size() - 1);
  }

  private <T> List<T> await(Supplier<List<T>> seen, int count, Duration timeout) {
    try {
      List<T> found = received.await(seen, timeout);
      if (found.isEmpty()) {
        throw new AssertionError(
            "expected " + count + " within " + timeout + ", but got " + spans().size() + " spans, "
                + metrics().size() + " metrics in requests " + requests());
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer answer = answer();
    int status = answer.accepts() ? accept(exchange, body, answer.status()) : answer.status();
    delay(answer.delay());
    // Told before it is answered: who has the answer finds the request.
    received.add(requestOf(exchange, body.length, status));
    if (status != Answer.NONE) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/x-protobuf"));
      // An empty message is what a collector says that took everything.
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close();
  }

  private Answer answer() {
    Answer next = script.poll();
    return next == null ? otherwise : next;
  }

  private int accept(HttpExchange exchange, byte[] body, int status) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/x-protobuf")) {
      return 415;
    }
    try {
      return received.read(exchange.getRequestURI().getPath(), unpack(exchange, body))
          ? status
          : 404;
    } catch (InvalidProtocolBufferException | ZipException e) {
      return 400;
    }
  }

  private static byte[] unpack(HttpExchange exchange, byte[] body) throws IOException {
    if (!"gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      return body;
    }
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return unpacked.readAllBytes();
    }
  }

  private void delay(Duration delay) {
    try {
      if (!delay.isZero() && closed.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ReceivedRequest requestOf(HttpExchange exchange, int bytes, int status) {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return new ReceivedRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        Map.copyOf(headers),
        bytes,
        status);
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "otlp-receiver");
    thread.setDaemon(true);
    return thread;
  }
}
