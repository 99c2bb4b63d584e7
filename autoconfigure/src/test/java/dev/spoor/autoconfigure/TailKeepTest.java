// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.cost.TokenUsage;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailKeepTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AgentRequest REQUEST = AgentRequest.of("gpt-5", "Hello");

  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  private AgentObservabilityBuilder nothingSampled() {
    return AgentObservability.builder()
        .setShutdownHook(false)
        .setGlobal(false)
        .setSampleRatio(0)
        .setProperty("otel.exporter.otlp.endpoint", receiver.endpoint());
  }

  @Test
  void failedRun_isKeptWhole_andTheOthersAreNot() {
    try (AgentObservability observability = nothingSampled().setKeepErrors(true).start()) {
      observability.agents().start(REQUEST).close();
      try (AgentRun failing = observability.agents().start(REQUEST)) {
        failing.tool("search", "call-1", "{}").close();
        failing.fail(new IllegalStateException("no"));
      }
      observability.agents().start(REQUEST).close();

      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      assertThat(receiver.spans())
          .extracting(ReceivedSpan::name)
          .containsExactlyInAnyOrder("execute_tool search", "invoke_agent agent");
      assertThat(receiver.spans())
          .extracting(ReceivedSpan::traceId)
          .containsOnly(receiver.spans().get(0).traceId());
    }
  }

  @Test
  void expensiveRun_isKept() {
    try (AgentObservability observability =
        nothingSampled().setKeepCostlierThan(new BigDecimal("0.01")).start()) {
      runThatUses(observability, 100);
      runThatUses(observability, 1_000_000);

      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      assertThat(receiver.spans())
          .filteredOn(span -> span.name().startsWith("invoke_agent"))
          .singleElement()
          .satisfies(span -> assertThat(span.attribute("agent.cost.usd")).isEqualTo(1.25));
    }
  }

  private static void runThatUses(AgentObservability observability, long input) {
    try (AgentRun run = observability.agents().start(REQUEST)) {
      run.onUsage("gpt-5", TokenUsage.builder().setInput(input).setOutput(0).build(), "m");
    }
  }

  @Test
  void slowRun_isKept() {
    try (AgentObservability observability =
        nothingSampled().setKeepSlowerThan(Duration.ofMillis(1)).start()) {
      AgentRun run = observability.agents().start(REQUEST);
      long start = System.nanoTime();
      while (System.nanoTime() - start < 2_000_000) {
        Thread.onSpinWait();
      }
      run.close();

      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      assertThat(receiver.spans()).hasSize(1);
    }
  }

  @Test
  void runBelowAnotherRoot_keepsTheRootToo() {
    try (AgentObservability observability = nothingSampled().setKeepErrors(true).start()) {
      Span server =
          observability.openTelemetry().getTracer("test").spanBuilder("GET").startSpan();
      AgentRequest request = AgentRequest.builder()
          .setModel("gpt-5")
          .setParent(Context.root().with(server))
          .build();
      observability.agents().start(request).fail(new IllegalStateException("no"));
      assertThat(receiver.spans()).isEmpty();
      server.end();

      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      assertThat(receiver.spans())
          .extracting(ReceivedSpan::name)
          .contains("GET")
          .hasSize(2);
    }
  }

  @Test
  void whatAnotherProcessLeftOut_staysLeftOut() {
    try (AgentObservability observability = nothingSampled().setKeepErrors(true).start()) {
      SpanContext unsampled = SpanContext.createFromRemoteParent(
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          TraceFlags.getDefault(),
          TraceState.getDefault());
      AgentRequest request = AgentRequest.builder()
          .setParent(Context.root().with(Span.wrap(unsampled)))
          .build();

      observability.agents().start(request).fail(new IllegalStateException("no"));

      assertThat(observability.forceFlush(PATIENCE)).isTrue();
      assertThat(receiver.spans()).isEmpty();
    }
  }

  @Test
  void whatNoRuleCanJudge_doesNotReachTheHost() {
    try (AgentObservability observability = nothingSampled()
        .setKeepCostlierThan(BigDecimal.ONE)
        .setProperty("spoor.keep.slower.than", "200000d")
        .start()) {
      observability
          .openTelemetry()
          .getTracer("test")
          .spanBuilder("root")
          .startSpan()
          .setAttribute("agent.cost.usd", Double.NaN)
          .end();

      assertThat(observability.forceFlush(PATIENCE)).isTrue();
      assertThat(receiver.spans()).isEmpty();
    }
  }

  @Test
  void processorThatThrows_keepsNothingFromTheOthers() {
    SpanProcessor broken = new SpanProcessor() {
      @Override
      public void onStart(Context parentContext, ReadWriteSpan span) {}

      @Override
      public boolean isStartRequired() {
        return false;
      }

      @Override
      public void onEnd(ReadableSpan span) {
        throw new IllegalStateException("broken");
      }

      @Override
      public boolean isEndRequired() {
        return true;
      }
    };
    var processors = new ExportingProcessors();
    var reached = new ArrayList<ReadableSpan>();
    processors.add(broken);
    processors.add(new SpanProcessor() {
      @Override
      public void onStart(Context parentContext, ReadWriteSpan span) {}

      @Override
      public boolean isStartRequired() {
        return false;
      }

      @Override
      public void onEnd(ReadableSpan span) {
        reached.add(span);
      }

      @Override
      public boolean isEndRequired() {
        return true;
      }
    });
    try (var provider = SdkTracerProvider.builder().build()) {
      processors.onEnd((ReadableSpan) provider.get("test").spanBuilder("span").startSpan());
    }

    assertThat(reached).hasSize(1);
  }

  @Test
  void buffer_letsTheOldestTraceGo() {
    var buffer = new TailBuffer(new TailRule(true, null, null), 2, 1 << 20);
    buffer.open("a", "1");
    buffer.open("b", "1");
    buffer.open("c", "1");

    assertThat(buffer.size()).isEqualTo(2);
    assertThat(buffer.evicted()).isEqualTo(1);
  }

  @Test
  void buffer_countsWhatEventsHold() {
    var buffer = new TailBuffer(new TailRule(true, null, null), 100, 20_000);
    try (var provider = SdkTracerProvider.builder().build()) {
      for (int i = 0; i < 10; i++) {
        var span = (ReadableSpan) provider
            .get("test")
            .spanBuilder("child")
            .startSpan()
            .addEvent("exception", Attributes.of(stringKey("stack"), "x".repeat(8_000)));
        buffer.open(span.getSpanContext().getTraceId(), "root of it");
        buffer.add(span);
      }
    }

    assertThat(buffer.size()).isEqualTo(1);
  }

  @Test
  void buffer_staysWithinItsBytes() {
    var buffer = new TailBuffer(new TailRule(true, null, null), 100, 20_000);
    try (var provider = SdkTracerProvider.builder().build()) {
      for (int i = 0; i < 100; i++) {
        var span = (ReadableSpan) provider
            .get("test")
            .spanBuilder("child")
            .setAttribute("text", "x".repeat(4_000))
            .startSpan();
        buffer.open(span.getSpanContext().getTraceId(), "root of it");
        buffer.add(span);
      }
    }

    assertThat(buffer.size()).isLessThanOrEqualTo(3);
    assertThat(buffer.evicted()).isGreaterThanOrEqualTo(97);
  }
}
