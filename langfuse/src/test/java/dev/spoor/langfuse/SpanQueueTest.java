// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpanQueueTest {
  private final SdkTracerProvider provider = SdkTracerProvider.builder()
      .addSpanProcessor(io.opentelemetry.sdk.trace.export.SimpleSpanProcessor.create(
          io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter.create()))
      .build();

  private ReadableSpan span() {
    Span span = provider.get("t").spanBuilder("s").startSpan();
    span.end();
    return (ReadableSpan) span;
  }

  @Test
  void offer_isRefusedWhenFull_untilReleased() {
    var queue = new SpanQueue(3);
    var batch = new ArrayList<ReadableSpan>();
    for (int i = 1; i <= 3; i++) {
      assertThat(queue.offer(span())).isEqualTo(i);
    }

    assertThat(queue.offer(span())).isEqualTo(-1);
    queue.peek(batch, 2);
    assertThat(queue.offer(span())).as("spans on their way count").isEqualTo(-1);
    queue.release(2);
    assertThat(queue.offer(span())).isEqualTo(2);
  }

  @Test
  void peek_keepsTheOrder() {
    var queue = new SpanQueue(5);
    var spans = List.of(span(), span(), span());
    spans.forEach(queue::offer);
    var batch = new ArrayList<ReadableSpan>();

    queue.peek(batch, 10);

    assertThat(batch).containsExactlyElementsOf(spans);
  }

  @Test
  void manyProducers_loseAndDoubleNothing() throws InterruptedException {
    int producers = 4;
    int each = 20_000;
    var queue = new SpanQueue(64);
    var accepted = new AtomicInteger();
    var running = new AtomicInteger(producers);
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < producers; p++) {
      threads.add(new Thread(() -> {
        for (int i = 0; i < each; i++) {
          if (queue.offer(span()) > 0) {
            accepted.incrementAndGet();
          }
        }
        running.decrementAndGet();
      }));
    }
    threads.forEach(Thread::start);
    Set<ReadableSpan> taken = new HashSet<>();
    var batch = new ArrayList<ReadableSpan>();
    while (running.get() > 0 || queue.size() > 0) {
      queue.peek(batch, 16);
      taken.addAll(batch);
      queue.release(batch.size());
      batch.clear();
    }

    assertThat(taken).hasSize(accepted.get());
    assertThat(queue.released()).isEqualTo(accepted.get());
  }
}
