// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The processor's answers to a flush, in the orders in which its thread may give them. */
class DeliveriesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Deliveries deliveries = new Deliveries();
  private final SpanExporter exporter = deliveries.count(InMemorySpanExporter.create());

  private ReadableSpan ended() {
    try (var provider = SdkTracerProvider.builder().build()) {
      var span = (ReadableSpan) provider.get("test").spanBuilder("span").startSpan();
      deliveries.ended(span);
      return span;
    }
  }

  @Test
  void flush_goesOn_whileItIsGivenTheAnswersOfFlushesBefore() {
    ReadableSpan span = ended();
    var asked = new AtomicInteger();
    Supplier<CompletableResultCode> flush = () -> {
      if (asked.incrementAndGet() == 20) {
        exporter.export(List.of(span.toSpanData()));
      }
      return CompletableResultCode.ofSuccess();
    };

    assertThat(deliveries.flush(flush, PATIENCE)).isTrue();
    assertThat(asked).hasValue(20);
  }

  @Test
  void flush_endsFalse_whenSpansWereDropped_andTheNextIsTrueAgain() {
    ended();

    assertThat(deliveries.flush(CompletableResultCode::ofSuccess, PATIENCE)).isFalse();

    exporter.export(List.of(ended().toSpanData()));
    assertThat(deliveries.flush(CompletableResultCode::ofSuccess, PATIENCE)).isTrue();
  }

  @Test
  void flush_isFalse_whenTheProcessorFails() {
    ended();

    assertThat(deliveries.flush(CompletableResultCode::ofFailure, PATIENCE)).isFalse();
  }
}
