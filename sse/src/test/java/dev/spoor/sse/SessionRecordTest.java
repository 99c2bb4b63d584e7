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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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
}
