// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchdogTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final TestClock clock = new TestClock();
  private final CountDownLatch aborted = new CountDownLatch(1);
  private final SseSpanRecorder recorder = SseSpanRecorder.builder(otel.getOpenTelemetry())
      .setIdleTimeout(Duration.ofMinutes(30))
      .setMaxAge(Duration.ofHours(2))
      .setProgressInterval(Duration.ofMinutes(10))
      .setNanoTime(clock::nanoTime)
      .build();
  private final SseSession session = recorder.start("/chat");

  @AfterEach
  void close() {
    recorder.close();
  }

  @Test
  void anIdleSession_isAbandonedAndCut() throws Exception {
    session.setAbort(aborted::countDown);
    clock.advance(Duration.ofMinutes(30), recorder);
    recorder.sweep();

    assertThat(aborted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(session.outcome()).isEqualTo(SseOutcome.ABANDONED);
  }

  @Test
  void aSessionThatIsTooOld_isAbandonedThoughItIsBusy() throws Exception {
    session.setAbort(aborted::countDown);
    for (int i = 0; i < 12; i++) {
      clock.advance(Duration.ofMinutes(10), recorder);
      session.eventSent("text", 1);
    }
    recorder.sweep();

    assertThat(aborted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(session.outcome()).isEqualTo(SseOutcome.ABANDONED);
  }

  @Test
  @Timeout(20)
  void aClientThatTheSecondWriteFindsGone_hasLeftWithinTheInterval() throws Exception {
    var beats = new Semaphore(0);
    var ended = new CountDownLatch(1);
    var isGone = new AtomicBoolean();
    session.onEnd(outcome -> ended.countDown());
    session.setHeartbeat(() -> {
      beats.release();
      if (isGone.getAndSet(true)) {
        throw new IOException("Broken pipe");
      }
    });
    clock.advance(Duration.ofSeconds(11), recorder);
    recorder.sweep();
    assertThat(beats.tryAcquire(50, TimeUnit.MILLISECONDS)).as("too early").isFalse();

    clock.advance(Duration.ofSeconds(2), recorder);
    recorder.sweep();
    assertThat(beats.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    // The heartbeat counts as written a moment after the test has heard of it.
    clock.advance(Duration.ofSeconds(1), recorder);
    while (!ended.await(1, TimeUnit.MILLISECONDS)) {
      recorder.sweep();
    }

    assertThat(session.outcome()).isEqualTo(SseOutcome.CLIENT_DISCONNECT);
  }

  @Test
  void aBusySession_stays() {
    for (int i = 0; i < 11; i++) {
      clock.advance(Duration.ofMinutes(10), recorder);
      session.eventSent("text", 1);
      recorder.sweep();
    }

    assertThat(session.outcome()).isNull();
  }

  @Test
  void aLongSession_isVisibleBeforeItEnds() throws Exception {
    session.eventSent("text", 5);
    clock.advance(Duration.ofMinutes(10), recorder);
    recorder.sweep();
    while (otel.getSpans().isEmpty()) {
      Thread.onSpinWait();
    }
    SpanData progress = otel.getSpans().get(0);
    session.complete();

    assertThat(progress.getName()).isEqualTo("sse.session.progress");
    assertThat(progress.getParentSpanId())
        .isEqualTo(otel.getSpans().get(1).getSpanContext().getSpanId());
    assertThat(progress.getAttributes().asMap())
        .containsEntry(SseNames.PROGRESS, 1L)
        .containsEntry(SseNames.EVENTS, 1L)
        .containsEntry(SseNames.BYTES, 5L);
    assertThat(progress.getAttributes().get(SseNames.EVENTS_BY_TYPE)).isEqualTo("text=1");
    assertThat(progress.getLinks()).isEmpty();
    assertThat(progress.getEndEpochNanos() - progress.getStartEpochNanos())
        .isGreaterThanOrEqualTo(Duration.ofMinutes(9).toNanos());
  }

  @Test
  void progress_isAChainOfLinkedSpans() {
    clock.advance(Duration.ofMinutes(10), recorder);
    recorder.report.progress(session, 1, 1);
    session.eventSent("result", 7);
    recorder.report.progress(session, 2, 1);
    session.complete();
    recorder.report.progress(session, 3, 1);

    SpanData first = otel.getSpans().get(0);
    SpanData second = otel.getSpans().get(1);
    assertThat(second.getLinks())
        .extracting(LinkData::getSpanContext)
        .containsExactly(first.getSpanContext());
    assertThat(second.getAttributes().get(SseNames.EVENTS_BY_TYPE)).isEqualTo("result=1");
    assertThat(otel.getSpans()).hasSize(3);
  }

  @Test
  void aClientThatTakesNothing_isATimeoutAndOneThatHasRoomIsNot() throws Exception {
    SseSession patient = recorder.start("/chat");
    patient.setWaitsForClient(true);
    patient.setWaitsForClient(false);
    session.setWaitsForClient(true);
    session.setAbort(aborted::countDown);
    clock.advance(Duration.ofSeconds(30), recorder);
    recorder.sweep();

    assertThat(aborted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(session.outcome()).isEqualTo(SseOutcome.TIMEOUT);
    assertThat(patient.outcome()).isNull();
  }

  @Test
  void demand_isBoundlessOnceAskedForSo() {
    var demand = SseDemand.of(session);
    demand.requested(1);
    demand.requested(Long.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      demand.delivered();
    }
    assertThat(session.gate().isStuck(clock.nanoTime(), 0)).isFalse();
    session.complete();
  }

  @Test
  void demand_thatIsUsedUpIsAWait() {
    var demand = SseDemand.of(session);
    assertThat(session.gate().isStuck(clock.nanoTime(), 0)).isTrue();
    demand.requested(2);
    demand.delivered();
    assertThat(session.gate().isStuck(clock.nanoTime(), 0)).isFalse();
    demand.delivered();
    assertThat(session.gate().isStuck(clock.nanoTime(), 0)).isTrue();
    demand.delivered();
    demand.requested(1);
    assertThat(session.gate().isStuck(clock.nanoTime(), 0)).isFalse();
  }

  @Test
  void theWatch_outlivesALookThatFailed() throws Exception {
    var failed = new AtomicBoolean();
    SseSpanRecorder watched = SseSpanRecorder.builder(otel.getOpenTelemetry())
        .setHeartbeatInterval(Duration.ofMillis(50))
        .setNanoTime(() -> {
          if (Thread.currentThread().getName().equals("spoor-sse-watchdog")
              && failed.compareAndSet(false, true)) {
            throw new IllegalStateException("clock");
          }
          return System.nanoTime();
        })
        .build();
    var beaten = new CountDownLatch(1);
    SseSession beating = watched.start("/chat");
    beating.setHeartbeat(beaten::countDown);

    assertThat(beaten.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(failed).isTrue();
    watched.close();
  }
}
