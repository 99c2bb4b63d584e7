// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The shutdown's time is kept though a request has begun that may take much longer. The requests'
 * timeout is so long that a test which waits for it fails.
 */
@Timeout(60)
class ShutdownTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final CountDownLatch begun = new CountDownLatch(1);

  private static void patient(LangfuseSpanProcessorBuilder builder) {
    builder
        .setTimeout(Duration.ofMinutes(5))
        .setShutdownTimeout(Duration.ofMillis(300))
        .setFlushAt(2)
        .setFlushInterval(Duration.ofMillis(10))
        .setMaxBatchBytes(32 << 20);
  }

  /** Shuts down while a request is under way, and finds that something was lost. */
  private static void assertCutOff(Rig rig) {
    CompletableResultCode result = rig.processor.shutdown().join(20, TimeUnit.SECONDS);

    assertThat(result.isDone()).isTrue();
    assertThat(result.isSuccess()).isFalse();
    assertThat(rig.statistics().waiting()).isZero();
  }

  @Test
  void requestThatIsNotAnswered_isCutOffAndItsSpansAreCounted() throws Exception {
    try (var server = new RawServer((in, out) -> {
      in.read();
      begun.countDown();
      in.readAllBytes();
    })) {
      var rig = Rig.at(server.url(), ShutdownTest::patient);
      rig.end(7);
      begun.await();

      assertCutOff(rig);
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("shutdown", 7L));
      assertThat(server.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void requestThatBeginsInTheShutdown_isCutOff() throws IOException {
    try (var server = new RawServer((in, out) -> in.readAllBytes())) {
      var rig = Rig.at(server.url(), b -> {
        patient(b);
        b.setFlushInterval(Duration.ofHours(1)).setFlushAt(100);
      });
      rig.end(3);

      assertCutOff(rig);
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("shutdown", 3L));
    }
  }

  @Test
  void requestThatIsNotRead_isCutOff() throws IOException {
    try (var server = RawServer.readingNothing()) {
      var rig = Rig.at(server.url(), ShutdownTest::patient);
      rig.endLarge(RawServer.MORE_THAN_BUFFERS_HOLD);

      assertCutOff(rig);
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("shutdown", 1L));
    }
  }

  @Test
  void answerThatDrips_isCutOff() throws Exception {
    try (var server = new RawServer((in, out) -> {
      RawServer.readRequest(in);
      RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
      begun.countDown();
      while (true) {
        RawServer.write(out, "x");
        LockSupport.parkNanos(20_000_000);
      }
    })) {
      var rig = Rig.at(server.url(), ShutdownTest::patient);
      rig.end(2);
      begun.await();

      assertCutOff(rig);
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("shutdown", 2L));
      assertThat(rig.statistics().delivered()).isZero();
    }
  }

  @Test
  void scores_areCutOffAndCountedOnce() throws Exception {
    try (var server = new RawServer((in, out) -> {
      in.read();
      begun.countDown();
      in.readAllBytes();
    })) {
      var rig = Rig.at(server.url(), ShutdownTest::patient);
      for (int i = 0; i < 250; i++) {
        rig.processor.score(Score.numeric("n", i).onTrace(TRACE));
      }
      begun.await();
      CompletableResultCode flush = rig.processor.forceFlush();

      assertCutOff(rig);
      assertThat(rig.statistics().scoresLost()).isEqualTo(250);
      assertThat(rig.statistics().scoresSent()).isZero();
      assertThat(flush.join(10, TimeUnit.SECONDS).isDone()).isTrue();
      assertThat(flush.isSuccess()).isFalse();
    }
  }

  @Test
  void files_areCutOffAndCounted() throws Exception {
    String data = Base64.getEncoder().encodeToString("a file".getBytes(StandardCharsets.UTF_8));
    try (var langfuse = new FakeLangfuse();
        var end = new Latch()) {
      langfuse.script = request -> {
        if (request.path().startsWith("/api/public/media")) {
          begun.countDown();
          end.await();
        }
        return null;
      };
      var rig = Rig.at(langfuse.url(), ShutdownTest::patient);
      rig.tracer()
          .spanBuilder("x")
          .setAttribute("langfuse.observation.input", "data:image/png;base64," + data)
          .startSpan()
          .end();
      begun.await();

      assertCutOff(rig);
      assertThat(rig.statistics().delivered()).isEqualTo(1);
      assertThat(rig.statistics().mediaFailed()).isEqualTo(1);
      assertThat(rig.statistics().mediaUploaded()).isZero();
    }
  }

  @Test
  void health_isNotAskedOnAfterTheShutdown() throws Exception {
    try (var server = new RawServer((in, out) -> {
      in.read();
      begun.countDown();
      in.readAllBytes();
    })) {
      var rig = Rig.at(server.url(), ShutdownTest::patient);
      var health = CompletableFuture.supplyAsync(rig.processor::health);
      begun.await();
      rig.processor.shutdown();

      assertThat(health.get(20, TimeUnit.SECONDS).reachable()).isFalse();
    }
  }

  /** Holds a server's thread until the test is over. */
  private static final class Latch implements AutoCloseable {
    private final CountDownLatch latch = new CountDownLatch(1);

    void await() {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      latch.countDown();
    }
  }
}
