// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.testing.Answer;
import dev.spoor.testing.OtlpReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that refuses, hangs, lies and comes back; every span is delivered or counted. */
@Timeout(60)
class BadWeatherTest {
  private static void quick(LangfuseSpanProcessorBuilder builder) {
    builder
        .setTimeout(Duration.ofMillis(300))
        .setFlushTimeout(Duration.ofMillis(900))
        .setShutdownTimeout(Duration.ofMillis(500))
        .setMaxQueueSize(50)
        .setFlushAt(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 429})
  void statusThatMayPass_isTriedAgain(int status) {
    try (var receiver = OtlpReceiver.start();
        var rig = Rig.at(receiver)) {
      receiver.answerNext(Answer.of(status), Answer.of(status), Answer.none());
      rig.end(20);

      assertThat(rig.flush()).isTrue();
      assertThat(receiver.spans()).hasSize(20);
      assertThat(rig.statistics().retries()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 413})
  void statusThatWillNotPass_isTriedOnce(int status) {
    try (var receiver = OtlpReceiver.start();
        var rig = Rig.at(receiver)) {
      receiver.answerAlways(Answer.of(status));
      rig.end("one");

      assertThat(rig.flush()).isFalse();
      assertThat(receiver.requests()).hasSize(1);
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("rejected", 1L));
    }
  }

  @Test
  void statusThatNeverPasses_doesNotStopTheSpansBehind() {
    try (var receiver = OtlpReceiver.start();
        var rig = Rig.at(receiver, b -> b.setFlushAt(1))) {
      Answer fault = Answer.of(500);
      receiver.answerNext(fault, fault, fault, fault, fault, fault);
      rig.end(2);
      rig.flush();

      assertThat(rig.statistics().lost()).isEqualTo(Map.of("gave_up", 1L));
      assertThat(receiver.spans()).hasSize(1);
    }
  }

  @Test
  void retryAfter_isHeeded() {
    try (var receiver = OtlpReceiver.start();
        var rig = Rig.at(receiver)) {
      receiver.answerNext(Answer.of(429).withHeader("Retry-After", "1"));
      rig.end("one");
      long start = System.nanoTime();

      assertThat(rig.flush()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
      assertThat(receiver.requests()).hasSize(2);
    }
  }

  @Test
  void refusedConnection_keepsSpansAndEndsWithinTheDeadline() throws IOException {
    String url;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "http://127.0.0.1:" + free.getLocalPort();
    }
    assertKeptAndCounted(url);
  }

  @Test
  void hangingServer_keepsSpansAndEndsWithinTheDeadline() throws IOException {
    try (var server = new RawServer((in, out) -> in.readAllBytes())) {
      assertKeptAndCounted(server.url());
    }
  }

  @Test
  void connectionClosedAtOnce_keepsSpans() throws IOException {
    try (var server = new RawServer((in, out) -> {})) {
      assertKeptAndCounted(server.url());
    }
  }

  @Test
  void answerThatBreaksOffInItsBody_isNoAnswer() throws IOException {
    try (var server = new RawServer((in, out) -> {
      RawServer.readRequest(in);
      RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a");
    })) {
      assertKeptAndCounted(server.url());
    }
  }

  @Test
  void answerThatDrips_isCutOffByTheTimeout() throws IOException {
    try (var server = new RawServer((in, out) -> {
      RawServer.readRequest(in);
      RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (System.nanoTime() < end) {
        RawServer.write(out, "x");
        LockSupport.parkNanos(20_000_000);
      }
    })) {
      assertKeptAndCounted(server.url());
    }
  }

  @Test
  void serverThatTakesNothingIn_isCutOffByTheTimeout() throws IOException {
    try (var server = RawServer.readingNothing();
        var rig = Rig.at(
            server.url(),
            b -> b.setTimeout(Duration.ofMillis(300))
                .setMaxRetryDuration(Duration.ofMillis(1))
                .setMaxBatchBytes(32 << 20))) {
      rig.endLarge(RawServer.MORE_THAN_BUFFERS_HOLD);

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("gave_up", 1L));
    }
  }

  @Test
  void healthOfAHangingServer_isToldInTimeAndLeavesNoInterrupt() throws IOException {
    try (var server = new RawServer((in, out) -> in.readAllBytes());
        var rig = Rig.at(server.url(), b -> b.setTimeout(Duration.ofMillis(300)))) {
      LangfuseHealth health = rig.processor.health();

      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(health.reachable()).isFalse();
      assertThat(health.message()).contains("No answer within 300 ms");
    }
  }

  @Test
  void slowServer_isWaitedForButNotByTheHost() throws IOException {
    try (var server = new RawServer((in, out) -> {
          while (true) {
            RawServer.readRequest(in);
            LockSupport.parkNanos(300_000_000);
            RawServer.write(out, RawServer.OK);
          }
        });
        var rig = Rig.at(server.url(), b -> b.setFlushAt(10))) {
      long start = System.nanoTime();
      rig.end(50);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));

      assertThat(rig.flush()).isTrue();
      assertThat(rig.statistics().delivered()).isEqualTo(50);
      assertThat(rig.statistics().retries()).isZero();
    }
  }

  @Test
  void connectionThatTheServerHasClosedSince_isNoFailure() throws IOException {
    try (var server = new RawServer((in, out) -> {
          RawServer.readRequest(in);
          RawServer.write(out, RawServer.OK);
        });
        var rig = Rig.at(server.url(), b -> {})) {
      assertFiveFlushesArrive(rig);
      assertThat(server.connections.get()).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void connectionThatTheServerClosesAsTheNextRequestComes_isNoFailure() throws IOException {
    try (var server = new RawServer((in, out) -> {
          RawServer.readRequest(in);
          RawServer.write(out, RawServer.OK);
          in.read();
        });
        var rig = Rig.at(server.url(), b -> {})) {
      assertFiveFlushesArrive(rig);
      assertThat(server.connections.get()).isEqualTo(5);
    }
  }

  private static void assertFiveFlushesArrive(Rig rig) {
    for (int i = 0; i < 5; i++) {
      rig.end(1);
      assertThat(rig.flush()).isTrue();
    }
    assertThat(rig.statistics().delivered()).isEqualTo(5);
    assertThat(rig.statistics().lostInAll()).isZero();
  }

  @Test
  void refusalBeforeTheBodyIsRead_isHeard() throws IOException {
    try (var server = new RawServer((in, out) -> {
          in.read();
          RawServer.write(
              out, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
          in.readAllBytes();
        });
        var rig = Rig.at(server.url(), b -> {})) {
      rig.endLarge(3_000_000);

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("rejected", 1L));
      assertThat(server.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void keysThatAreRevoked_areTriedOnce() {
    try (var receiver = OtlpReceiver.start();
        var rig = Rig.at(receiver)) {
      rig.end(1);
      assertThat(rig.flush()).isTrue();
      receiver.answerAlways(Answer.of(401));
      rig.end(1);

      assertThat(rig.flush()).isFalse();
      assertThat(receiver.requests()).hasSize(2);
      assertThat(rig.statistics().delivered()).isEqualTo(1);
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("rejected", 1L));
    }
  }

  /** Ends 80 spans with room for 50, flushes, shuts down: the host is not kept waiting. */
  private static void assertKeptAndCounted(String url) {
    var rig = Rig.at(url, BadWeatherTest::quick);
    long start = System.nanoTime();
    rig.end(80);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));

    assertThat(rig.processor.forceFlush(Duration.ofSeconds(10))).isFalse();
    assertThat(rig.statistics().waiting()).isEqualTo(50);
    assertThat(rig.statistics().lost()).isEqualTo(Map.of("queue_full", 30L));

    long stop = System.nanoTime();
    assertThat(rig.processor.shutdown().join(10, TimeUnit.SECONDS).isSuccess()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - stop)).isLessThan(Duration.ofSeconds(3));
    assertThat(rig.statistics().lost()).isEqualTo(Map.of("queue_full", 30L, "shutdown", 50L));
    assertThat(rig.statistics().delivered()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
        "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n"
      })
  void answerOfAPage_isNoDelivery(String answer) throws IOException {
    try (var server = new RawServer((in, out) -> {
          RawServer.readRequest(in);
          RawServer.write(out, answer);
        });
        var rig = Rig.at(server.url(), BadWeatherTest::quick)) {
      rig.end("one");

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("rejected", 1L));
      assertThat(server.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void partialSuccess_isBelieved() throws IOException {
    String json = "{\"partialSuccess\":{\"rejectedSpans\":\"2\",\"errorMessage\":\"too old\"}}";
    try (var server = new RawServer((in, out) -> {
          RawServer.readRequest(in);
          RawServer.write(
              out,
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                  + json.length() + "\r\n\r\n" + json);
        });
        var rig = Rig.at(server.url(), b -> {})) {
      rig.end(5);

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().delivered()).isEqualTo(3);
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("rejected", 2L));
    }
  }

  @Test
  void endlessAnswer_doesNotFillMemory() throws IOException {
    try (var server = new RawServer((in, out) -> {
          RawServer.readRequest(in);
          RawServer.write(out, "HTTP/1.1 400 Bad\r\nContent-Length: 50000000\r\n\r\n");
          var piece = new byte[1 << 16];
          for (int sent = 0; sent < 50_000_000; sent += piece.length) {
            out.write(piece, 0, Math.min(piece.length, 50_000_000 - sent));
          }
          out.flush();
        });
        var rig = Rig.at(server.url(), b -> {})) {
      rig.end("one");

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("rejected", 1L));
    }
  }

  @Test
  void serverThatComesBack_getsEverythingThatIsInTheQueue() {
    try (var receiver = OtlpReceiver.start();
        var rig = Rig.at(receiver, BadWeatherTest::quick)) {
      receiver.answerAlways(Answer.of(503));
      rig.end(50);
      receiver.awaitRequests(3);
      receiver.answerAlways(Answer.OK);

      assertThat(receiver.awaitSpans(50)).hasSize(50);
      assertThat(rig.flush()).isTrue();
      assertThat(rig.statistics().lostInAll()).isZero();
    }
  }

  @Test
  void errorInAMask_isNotTheEndOfDelivery() {
    var failing = new java.util.concurrent.atomic.AtomicBoolean(true);
    try (var receiver = OtlpReceiver.start();
        var rig = Rig.at(
            receiver,
            b -> b.setMask(text -> {
              if (failing.get()) {
                throw new NoClassDefFoundError("gone");
              }
              return text;
            }))) {
      rig.end(2);
      assertThat(rig.flush()).isFalse();
      failing.set(false);
      rig.end(3);

      assertThat(rig.flush()).isTrue();
      assertThat(receiver.spans()).hasSize(3);
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("unreadable", 2L));
    }
  }

  @Test
  void interruptOfTheThread_isNotTheEndOfDelivery() {
    try (var receiver = OtlpReceiver.start();
        var rig = Rig.at(receiver)) {
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("spoor-langfuse"))
          .forEach(Thread::interrupt);
      rig.end(3);

      assertThat(rig.flush()).isTrue();
    }
  }
}
