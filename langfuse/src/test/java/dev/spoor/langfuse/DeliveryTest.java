// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.testing.Answer;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedRequest;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void request_isWhatLangfuseExpects() {
    try (var rig = Rig.at(receiver, b -> b.addHeader("X-Tenant", "a"))) {
      rig.end("one");

      assertThat(rig.flush()).isTrue();
    }

    ReceivedRequest request = receiver.requests().get(0);
    String keys = Rig.PUBLIC + ":" + Rig.SECRET;
    assertThat(request.path()).isEqualTo("/api/public/otel/v1/traces");
    assertThat(request.headers())
        .containsEntry(
            "authorization",
            List.of("Basic "
                + Base64.getEncoder().encodeToString(keys.getBytes(StandardCharsets.UTF_8))))
        .containsEntry("x-langfuse-ingestion-version", List.of("4"))
        .containsEntry("x-langfuse-sdk-name", List.of("java"))
        .containsEntry("x-langfuse-public-key", List.of(Rig.PUBLIC))
        .containsEntry("x-tenant", List.of("a"))
        .containsEntry("content-type", List.of("application/x-protobuf"))
        .doesNotContainKey("upgrade")
        .doesNotContainKey("content-encoding");
    assertThat(request.headers().get("x-langfuse-sdk-version")).doesNotContain("unknown");
  }

  @Test
  void gzip_packsTheRequest() {
    try (var rig = Rig.at(receiver, b -> b.setGzip(true))) {
      rig.end(500);
      rig.flush();
    }

    assertThat(receiver.spans()).hasSize(500);
    assertThat(receiver.requests().get(0).headers())
        .containsEntry("content-encoding", List.of("gzip"));
  }

  @Test
  void batch_isSentWhenItIsFull() {
    try (var rig = Rig.at(receiver, b -> b.setFlushAt(15).setFlushInterval(Duration.ofHours(1)))) {
      rig.end(15);

      assertThat(receiver.awaitSpans(15)).hasSize(15);
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  @Test
  void batch_isSentWhenTheIntervalIsOver() {
    try (var rig = Rig.at(receiver, b -> b.setFlushInterval(Duration.ofMillis(50)))) {
      rig.end("one");

      assertThat(receiver.awaitSpans(1)).extracting(ReceivedSpan::name).containsExactly("one");
    }
  }

  @Test
  void immediate_sendsWithoutWaiting() {
    try (var rig =
        Rig.at(receiver, b -> b.setImmediate(true).setFlushInterval(Duration.ofHours(1)))) {
      rig.end("one");

      assertThat(receiver.awaitSpans(1)).hasSize(1);
    }
  }

  @Test
  void flush_coversEverySpanThatEndedBefore() {
    int rounds = 2_000;
    try (var rig = Rig.at(receiver)) {
      for (int i = 0; i < rounds; i++) {
        rig.end(5);
        assertThat(rig.flush()).isTrue();
        assertThat(rig.statistics().delivered()).isEqualTo(5L * (i + 1));
      }
    }
    assertThat(receiver.spans()).hasSize(5 * rounds);
  }

  @Test
  void flush_ofManyThreads_losesNothing() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<Boolean> results = java.util.Collections.synchronizedList(new ArrayList<>());
    try (var rig = Rig.at(receiver)) {
      for (int t = 0; t < 4; t++) {
        threads.add(new Thread(() -> {
          for (int i = 0; i < 100; i++) {
            rig.end(5);
            results.add(rig.flush());
          }
        }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(results).hasSize(400).containsOnly(true);
    }
    assertThat(receiver.spans()).hasSize(2000);
  }

  @Test
  void flush_failsIfTheServerRefuses() {
    receiver.answerAlways(Answer.of(401));
    try (var rig = Rig.at(receiver)) {
      rig.end(3);

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().lost()).containsEntry("rejected", 3L);
      assertThat(rig.statistics().delivered()).isZero();
    }
  }

  @Test
  void flush_failsOnceForWhatWasLostBefore() {
    receiver.answerNext(Answer.of(400));
    try (var rig = Rig.at(receiver, b -> b.setFlushAt(1))) {
      rig.end("lost");
      receiver.awaitRequests(1);
      rig.end("kept");

      assertThat(rig.flush()).as("a span was lost since the flush before").isFalse();
      assertThat(rig.flush()).as("nothing was lost since").isTrue();
    }
  }

  @Test
  void flush_endsWhenItsTimeIsOver_andKeepsTheSpans() {
    receiver.answerAlways(Answer.of(503));
    try (var rig = Rig.at(receiver, b -> b.setFlushTimeout(Duration.ofMillis(300)))) {
      rig.end(3);

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().waiting()).isEqualTo(3);

      receiver.answerAlways(Answer.OK);
      assertThat(receiver.awaitSpans(3)).hasSize(3);
    }
  }

  @Test
  void shutdown_deliversWhatIsLeft() {
    var rig = Rig.at(receiver, b -> b.setFlushInterval(Duration.ofHours(1)));
    rig.end(100);

    CompletableResultCode result = rig.processor.shutdown().join(10, TimeUnit.SECONDS);

    assertThat(result.isSuccess()).isTrue();
    assertThat(receiver.spans()).hasSize(100);
    assertThat(rig.processor.shutdown()).isSameAs(result);
  }

  @Test
  void spanAfterShutdown_isCounted() {
    var rig = Rig.at(receiver);
    var late = rig.tracer().spanBuilder("late").startSpan();
    rig.processor.shutdown().join(10, TimeUnit.SECONDS);

    late.end();

    assertThat(rig.statistics().lost()).containsEntry("shutdown", 1L);
  }

  @Test
  void thread_endsWithTheShutdown() throws InterruptedException {
    var rig = Rig.at(receiver);
    rig.end("one");
    rig.close();

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("spoor-langfuse")) {
        thread.join(5000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void metrics_tellWhatBecameOfSpans() {
    var reader = InMemoryMetricReader.create();
    var meters = SdkMeterProvider.builder().registerMetricReader(reader).build();
    try (var rig = Rig.at(receiver, b -> b.setMeterProvider(() -> meters))) {
      rig.end(3);
      rig.flush();
      receiver.answerNext(Answer.of(400));
      rig.end(2);
      rig.flush();

      assertThat(value(reader, "langfuse.spans.exported")).isEqualTo(3);
      assertThat(value(reader, "langfuse.spans.lost")).isEqualTo(2);
    }
  }

  private static long value(InMemoryMetricReader reader, String name) {
    return reader.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .map(MetricData::getLongSumData)
        .flatMap(data -> data.getPoints().stream())
        .mapToLong(point -> point.getValue())
        .sum();
  }

  @Test
  void largeBatch_isSplitByBytes() {
    try (var rig = Rig.at(receiver, b -> b.setMaxBatchBytes(20_000))) {
      for (int i = 0; i < 100; i++) {
        rig.tracer()
            .spanBuilder("s")
            .setAttribute("text", "x".repeat(1000))
            .startSpan()
            .end();
      }
      assertThat(rig.flush()).isTrue();
    }

    assertThat(receiver.spans()).hasSize(100);
    assertThat(receiver.requests()).allMatch(request -> request.bytes() <= 20_000);
  }

  @Test
  void spanThatIsTooLarge_isCutAndMarked() {
    String messages = "[{\"role\":\"user\",\"content\":\"" + "é".repeat(40_000) + "\"}]";
    try (var rig = Rig.at(receiver, b -> b.setMaxBatchBytes(20_000))) {
      rig.tracer()
          .spanBuilder("chat m")
          .setAttribute("gen_ai.operation.name", "chat")
          .setAttribute("gen_ai.input.messages", messages)
          .setAttribute("gen_ai.usage.input_tokens", 7)
          .startSpan()
          .end();
      assertThat(rig.flush()).isTrue();
      assertThat(rig.statistics().cut()).isEqualTo(1);
    }

    ReceivedSpan span = receiver.spans().get(0);
    Object input = Json.parse(String.valueOf(span.attribute("langfuse.observation.input")));
    assertThat(input).isInstanceOf(List.class);
    assertThat(span.attribute("langfuse.observation.metadata.truncated"))
        .isEqualTo("[\"langfuse.observation.input\"]");
    assertThat(span.attribute("langfuse.observation.usage_details")).isEqualTo("{\"input\":7}");
  }

  @Test
  void batchThatIsTooLargeForTheServer_isSplit() {
    receiver.answerNext(Answer.of(413));
    try (var rig = Rig.at(receiver)) {
      rig.end(10);

      assertThat(rig.flush()).isTrue();
    }
    assertThat(receiver.spans()).hasSize(10);
    assertThat(receiver.requests()).hasSize(3);
  }

  @Test
  void queueThatIsFull_dropsTheNewestAndCounts() {
    receiver.answerAlways(Answer.of(503));
    try (var rig = Rig.at(receiver, b -> b.setMaxQueueSize(100).setFlushAt(10))) {
      rig.end(250);

      assertThat(rig.statistics().waiting()).isEqualTo(100);
      assertThat(rig.statistics().lost()).containsEntry("queue_full", 150L);

      receiver.answerAlways(Answer.OK);
      assertThat(receiver.awaitSpans(100)).hasSize(100);
    }
  }
}
