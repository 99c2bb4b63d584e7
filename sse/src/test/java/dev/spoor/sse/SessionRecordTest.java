// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionRecordTest {
  private static final int THREADS = 8;
  private static final int EVENTS = 20_000;
  private static final int BYTES = 3;

  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private Map<String, Long> countedByType() {
    MetricData events = otel.getMetrics().stream()
        .filter(metric -> metric.getName().equals("sse.events"))
        .findFirst()
        .orElseThrow();
    return events.getLongSumData().getPoints().stream()
        .collect(Collectors.toMap(
            point -> String.valueOf(point.getAttributes().get(AttributeKey.stringKey("type"))),
            LongPointData::getValue));
  }

  @Test
  void typesLearntLater_areCountedInSessionsThatAreOpen() {
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      SseSession early = recorder.start("/early");
      recorder.start("/other").eventSent("plan", 10);
      early.eventSent("plan", 10);
      early.eventSent("step", 10);
      early.flush();
      early.eventSent("plan", 10);
      early.complete();

      assertThat(otel.getSpans())
          .singleElement()
          .satisfies(span -> assertThat(span.getAttributes().asMap())
              .containsEntry(SseNames.EVENTS, 3L)
              .containsEntry(SseNames.BYTES, 30L)
              .containsEntry(SseNames.EVENTS_BY_TYPE, "plan=2 step=1"));
    }
    assertThat(countedByType()).containsOnly(Map.entry("plan", 3L), Map.entry("step", 1L));
  }

  @Test
  void hugeAndNegativeSizes_areCountedAsTheyAre() {
    long huge = 1L << 41;
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      SseSession session = recorder.start("/huge");
      session.eventSent("text", huge);
      session.controlSent(huge);
      session.flush();
      session.eventSent("plan", huge);
      session.eventSent("text", -1);
      session.controlSent(-1);
      session.controlSent(7);
      session.complete();
    }

    assertThat(otel.getSpans().get(0).getAttributes().asMap())
        .containsEntry(SseNames.EVENTS, 3L)
        .containsEntry(SseNames.BYTES, 3 * huge + 7)
        .containsEntry(SseNames.EVENTS_BY_TYPE, "text=2 plan=1");
  }

  @Test
  void manyThreads_loseNothingWhileCountsAreFlushed() throws Exception {
    // One type is known from the start, one is learnt while the session is open.
    List<String> types = List.of("text", "plan");
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      SseSession session = recorder.start("/busy");
      ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
      for (int i = 0; i < THREADS; i++) {
        String type = types.get(i % 2);
        threads.execute(() -> {
          for (int event = 0; event < EVENTS; event++) {
            session.eventSent(type, BYTES);
          }
        });
      }
      threads.execute(() -> {
        for (int flush = 0; flush < EVENTS; flush++) {
          session.flush();
        }
      });
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      session.complete();
    }

    long each = THREADS / 2 * (long) EVENTS;
    assertThat(countedByType()).containsOnly(Map.entry("text", each), Map.entry("plan", each));
    assertThat(otel.getSpans().get(0).getAttributes().asMap())
        .containsEntry(SseNames.EVENTS, 2 * each)
        .containsEntry(SseNames.BYTES, 2 * each * BYTES)
        .containsEntry(SseNames.EVENTS_BY_TYPE, "text=" + each + " plan=" + each);
  }

  @Test
  void threadThatSendsMost_andOthersBesideIt_loseNothing() throws Exception {
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      SseSession session = recorder.start("/one-sender");
      recorder.start("/other").eventSent("plan", BYTES);
      // From here on this thread has slots of its own.
      send(session, "text", SessionRecord.FLUSH_EVERY);
      assertThat(session.record.thisThreadHasSlots()).isTrue();
      ExecutorService threads = Executors.newFixedThreadPool(2);
      threads.execute(() -> send(session, "text", EVENTS));
      threads.execute(() -> {
        for (int flush = 0; flush < EVENTS; flush++) {
          session.flush();
        }
      });
      for (int round = 0; round < EVENTS / 4; round++) {
        session.eventSent("text", BYTES);
        session.eventSent(null, BYTES);
        session.eventSent(new String("result"), BYTES);
        session.eventSent("plan", BYTES);
        session.eventSent("text", -1);
        session.eventSent("text", SessionRecord.FLUSH_EVERY * (1L << 28));
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      session.complete();
    }

    long rounds = EVENTS / 4;
    long text = SessionRecord.FLUSH_EVERY + EVENTS + 3 * rounds;
    assertThat(countedByType())
        .containsOnly(
            Map.entry("text", text),
            Map.entry("message", rounds),
            Map.entry("result", rounds),
            Map.entry("plan", rounds + 1));
    assertThat(otel.getSpans().get(0).getAttributes().asMap())
        .containsEntry(SseNames.EVENTS, text + 3 * rounds)
        .containsEntry(
            SseNames.BYTES,
            (text - 2 * rounds + 3 * rounds) * BYTES
                + rounds * SessionRecord.FLUSH_EVERY * (1L << 28));
  }

  @Test
  void endByAnotherThread_losesNoEventThatWasJustSent() throws Exception {
    long sent = 0;
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      ExecutorService threads = Executors.newSingleThreadExecutor();
      for (int round = 0; round < 200; round++) {
        SseSession session = recorder.start("/raced");
        send(session, "text", SessionRecord.FLUSH_EVERY);
        sent += SessionRecord.FLUSH_EVERY;
        Future<?> end = threads.submit(session::cancel);
        // Ends with the event that meets the end: nothing is called on the session after it.
        while (session.outcome() == null) {
          session.eventSent("text", BYTES);
          sent++;
        }
        end.get(30, TimeUnit.SECONDS);
      }
      threads.shutdown();
    }
    assertThat(countedByType()).containsOnly(Map.entry("text", sent));
  }

  @Test
  @Timeout(60)
  void eventThatNeitherSawTheEndNorWasSeenByIt_isCountedATickLater() throws Exception {
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      SseSession session = recorder.start("/raced");
      send(session, "text", SessionRecord.FLUSH_EVERY);
      var end = new Thread(session::cancel);
      end.start();
      end.join();
      session.record.addEvent(recorder.types, "text", BYTES);

      while (!countedByType().containsValue(SessionRecord.FLUSH_EVERY + 1L)) {
        Thread.onSpinWait();
      }
    }
  }

  private static void send(SseSession session, String type, int events) {
    for (int event = 0; event < events; event++) {
      session.eventSent(type, BYTES);
    }
  }
}
