// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenSpansTest {
  @RegisterExtension
  final OpenSpans openSpans = new OpenSpans();

  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(openSpans).build();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void check_passesWhenEverySpanEndedOnce() {
    span("one").end();

    openSpans.check();
    assertThat(openSpans.open()).isEmpty();
  }

  @Test
  void check_failsOnASpanLeftOpen() {
    var leaked = span("leaked");

    assertThatThrownBy(openSpans::check).hasMessageContaining("left open: [leaked]");
    leaked.end();
  }

  @Test
  void check_failsOnASpanEndedTwice() {
    var twice = span("twice");
    twice.end();
    twice.end();

    assertThatThrownBy(openSpans::check).hasMessageContaining("check_failsOnASpanEndedTwice");
    openSpans.forget();
  }

  private Span span(String name) {
    return provider.get("test").spanBuilder(name).startSpan();
  }
}
