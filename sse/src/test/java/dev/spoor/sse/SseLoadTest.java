// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What an open session and an event may cost, and that nothing stays of sessions that broke off.
 */
class SseLoadTest {
  private static final int MILLION = 1_000_000;
  private static final int SESSIONS = 10_000;
  private static final int ABORTS = 1_000;

  @RegisterExtension
  final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  @Test
  void aMillionEvents_makeNoGarbage() {
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      SseSession session = recorder.start("/chat");
      send(session, MILLION / 5);
      long before = allocated();
      send(session, MILLION);
      long bytes = allocated() - before;
      session.complete();

      // What is made now and then, by the SDK's exemplars, is far below a byte an event.
      assertThat(bytes).isLessThan(MILLION / 10);
      assertThat(otel.getSpans().get(0).getAttributes().get(SseNames.EVENTS))
          .isEqualTo(MILLION + MILLION / 5);
    }
  }

  @Test
  void aMillionWrittenEvents_makeNoGarbage() throws IOException {
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      SseSession session = recorder.start("/chat");
      SseWriter writer = session.writer(OutputStream.nullOutputStream());
      write(writer, MILLION / 5);
      long before = allocated();
      write(writer, MILLION);
      long bytes = allocated() - before;
      session.complete();

      assertThat(bytes).isLessThan(MILLION / 10);
    }
  }

  @Test
  void tenThousandOpenSessions_takeAtMostAKibibyteEach() {
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      List<SseWriter> open = new ArrayList<>(SESSIONS);
      OutputStream out = OutputStream.nullOutputStream();
      open.add(recorder.start("/chat").writer(out));
      long before = usedHeap();
      for (int i = 1; i < SESSIONS; i++) {
        SseSession session = recorder.start("/chat");
        session.eventSent("text", 10);
        open.add(session.writer(out));
      }
      long each = (usedHeap() - before) / SESSIONS;

      assertThat(recorder.openSessions()).isEqualTo(SESSIONS);
      assertThat(each).isBetween(100L, 1024L);
      assertThat(open).hasSize(SESSIONS);
    }
  }

  @Test
  void aThousandRandomAborts_leaveNothing() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(20);
    try (SseSpanRecorder recorder = SseSpanRecorder.builder(otel.getOpenTelemetry())
            .setHeartbeatInterval(Duration.ofMillis(200))
            .build();
        var server = JdkHttpServerTest.JdkServer.start(exchange -> recorder.stream(
            SseRequest.of("/drip"),
            exchange.getResponseBody(),
            writer -> Script.play(
                exchange.getRequestURI().getPath(), null, writer.session(), writer::send)))) {
      for (int i = 0; i < ABORTS; i++) {
        long seed = i;
        clients.execute(() -> abort(server.port(), new Random(seed)));
      }
      clients.shutdown();
      assertThat(clients.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
      waitForEnd(recorder);

      assertThat(recorder.openSessions()).isZero();
      assertThat(otel.getSpans()).hasSize(ABORTS);
      assertThat(sum("sse.connections.active")).isZero();
      assertThat(sum("sse.connections")).isEqualTo(ABORTS);
    }
  }

  private static void send(SseSession session, int events) {
    for (int i = 0; i < events; i++) {
      session.eventSent((i & 7) == 0 ? "thinking" : "text", 40);
    }
  }

  private static void write(SseWriter writer, int events) throws IOException {
    for (int i = 0; i < events; i++) {
      writer.send("text", "{\"text\":\"a token é \"}");
    }
  }

  private static void abort(int port, Random random) {
    String script = random.nextBoolean() ? Script.DRIP : Script.SILENT;
    try {
      var client = new SseTestClient(port, script, null);
      for (int i = random.nextInt(4); i > 0 && script.equals(Script.DRIP); i--) {
        client.next();
      }
      if (random.nextBoolean()) {
        client.reset();
      } else {
        client.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void waitForEnd(SseSpanRecorder recorder) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (recorder.openSessions() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private long sum(String metric) {
    return otel.getMetrics().stream()
        .filter(m -> m.getName().equals(metric))
        .flatMap(m -> m.getLongSumData().getPoints().stream())
        .mapToLong(LongPointData::getValue)
        .sum();
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static long usedHeap() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
