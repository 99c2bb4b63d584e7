// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseSpanRecorderTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final TestClock clock = new TestClock();
  private SseSpanRecorder recorder;

  // Not a field's initializer: the extension resets its meters after those have run.
  @BeforeEach
  void open() {
    recorder = SseSpanRecorder.builder(otel.getOpenTelemetry())
        .setNanoTime(clock::nanoTime)
        .build();
  }

  @AfterEach
  void close() {
    recorder.close();
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        ending("completed", SseSession::complete),
        ending("client_disconnect", SseSession::disconnect),
        ending("client_disconnect", s -> s.writeFailed(new IOException("Broken pipe"))),
        ending("timeout", SseSession::timeOut),
        ending(
            "timeout",
            s -> s.writeFailed(new IOException("write failed", new TimeoutException("idle")))),
        ending("error", s -> s.fail(new IllegalStateException("no answer"))),
        ending("error", s -> s.fail(new IOException("Connection reset"))),
        ending("error", s -> s.writeFailed(new IllegalStateException("cannot encode"))),
        ending("cancelled", SseSession::cancel),
        ending("abandoned", SseSession::close));
  }

  private static Arguments ending(String outcome, Consumer<SseSession> end) {
    return Arguments.of(outcome, end);
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("endings")
  void end_recordsTheOutcomeOnSpanAndMetrics(String outcome, Consumer<SseSession> end) {
    end.accept(recorder.start("/chat"));

    assertThat(span().getAttributes()).containsEntry("sse.outcome", outcome);
    Attributes attributes =
        Attributes.of(stringKey("route"), "/chat", stringKey("outcome"), outcome);
    assertThat(metric("sse.connections"))
        .hasLongSumSatisfying(
            sum -> sum.hasPointsSatisfying(p -> p.hasValue(1).hasAttributes(attributes)));
    assertThat(metric("sse.session.duration"))
        .hasUnit("s")
        .hasHistogramSatisfying(
            h -> h.hasPointsSatisfying(p -> p.hasCount(1).hasAttributes(attributes)));
    assertThat(metric("sse.connections.active"))
        .hasLongSumSatisfying(sum -> sum.isNotMonotonic()
            .hasPointsSatisfying(
                p -> p.hasValue(0).hasAttributes(Attributes.of(stringKey("route"), "/chat"))));
  }

  @Test
  void end_setsEverythingThatWasSeen() {
    SseSession session = recorder.start(SseRequest.builder("/chat")
        .setMethod("GET")
        .setUserAgent("browser")
        .setClientAddress("203.0.113.7")
        .setLastEventId("a-7")
        .build());
    clock.advance(Duration.ofMillis(1500), recorder);
    session.eventSent("text", 10);
    clock.advance(Duration.ofMillis(2500), recorder);
    session.eventSent("text", 20);
    clock.advance(Duration.ofSeconds(1), recorder);
    session.controlSent(3);
    session.eventSent("result", 30);
    session.complete();

    assertThat(span())
        .hasName("sse.session")
        .hasStatus(StatusData.unset())
        .hasAttributesSatisfyingExactly(
            entry(stringKey("http.route"), "/chat"),
            entry(stringKey("http.request.method"), "GET"),
            entry(stringKey("user_agent.original"), "browser"),
            entry(stringKey("client.address"), "203.0.113.7"),
            entry(stringKey("sse.resumed_from"), "a-7"),
            entry(stringKey("sse.outcome"), "completed"),
            entry(longKey("sse.events"), 3L),
            entry(stringKey("sse.events.by_type"), "text=2 result=1"),
            entry(longKey("sse.bytes"), 63L),
            entry(doubleKey("sse.duration"), 5.0),
            entry(doubleKey("sse.time_to_first_event"), 1.5),
            entry(doubleKey("sse.longest_gap"), 2.5));
    assertThat(metric("sse.events"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(
            p -> p.hasValue(2).hasAttributes(Attributes.of(stringKey("type"), "text")),
            p -> p.hasValue(1).hasAttributes(Attributes.of(stringKey("type"), "result"))));
    assertThat(metric("sse.bytes"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(p -> p.hasValue(63)));
    assertThat(metric("sse.time_to_first_event"))
        .hasHistogramSatisfying(h -> h.hasPointsSatisfying(p -> p.hasSum(1.5).hasCount(1)));
  }

  @Test
  void longestGap_countsTheSilenceBeforeTheEnd() {
    SseSession session = recorder.start("/chat");
    session.eventSent("text", 1);
    clock.advance(Duration.ofSeconds(9), recorder);
    session.timeOut();

    assertThat(span().getAttributes()).containsEntry("sse.longest_gap", 9.0);
  }

  @Test
  void end_withoutEventsLeavesOutWhatIsNotKnown() {
    recorder.start("/chat").complete();

    assertThat(span().getAttributes().asMap().keySet())
        .containsExactlyInAnyOrder(
            stringKey("http.route"),
            stringKey("sse.outcome"),
            longKey("sse.events"),
            longKey("sse.bytes"),
            doubleKey("sse.duration"));
  }

  @Test
  void fail_recordsTheExceptionAndDisconnectDoesNot() {
    recorder.start("/a").fail(new IllegalStateException("no answer"));
    recorder.start("/b").writeFailed(new IOException("Broken pipe"));

    assertThat(otel.getSpans().get(0))
        .hasStatus(StatusData.create(StatusCode.ERROR, "no answer"))
        .hasException(new IllegalStateException("no answer"))
        .hasAttribute(stringKey("error.type"), "java.lang.IllegalStateException");
    assertThat(otel.getSpans().get(1)).hasStatus(StatusData.unset()).hasTotalRecordedEvents(0);
  }

  @Test
  void end_happensOnceAndTheFirstWins() {
    SseSession session = recorder.start("/chat");
    session.disconnect();
    session.complete();
    session.fail(new IllegalStateException());
    session.close();

    assertThat(otel.getSpans()).hasSize(1);
    assertThat(span().getAttributes()).containsEntry("sse.outcome", "client_disconnect");
    assertThat(metric("sse.connections.active"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(p -> p.hasValue(0)));
  }

  @Test
  void end_happensOnceWhenManyThreadsRace() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<SseOutcome> told = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int round = 0; round < 200; round++) {
      SseSession session = recorder.start("/chat");
      session.onEnd(told::add);
      var go = new CountDownLatch(1);
      for (SseOutcome outcome : SseOutcome.values()) {
        threads.execute(() -> {
          await(go);
          session.endNow(outcome);
        });
      }
      go.countDown();
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(otel.getSpans()).hasSize(200);
    assertThat(told).hasSize(200);
    assertThat(metric("sse.connections.active"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(p -> p.hasValue(0)));
    assertThat(recorder.openSessions()).isZero();
  }

  @Test
  void disconnect_afterEverythingWasSentIsCompletion() {
    SseSession session = recorder.start("/chat");
    session.allSent();
    session.disconnect();

    assertThat(span().getAttributes()).containsEntry("sse.outcome", "completed");
  }

  @Test
  void context_isTheParentOfTheWork() {
    Span server = otel.getOpenTelemetry().getTracer("server").spanBuilder("GET").startSpan();
    SseSession session = recorder.start(
        SseRequest.builder("/chat").setParent(Context.root().with(server)).build());
    Span run = otel.getOpenTelemetry()
        .getTracer("agent")
        .spanBuilder("run")
        .setParent(session.context())
        .startSpan();
    run.end();
    session.complete();
    server.end();

    assertThat(span("run")).hasParent(span("sse.session"));
    assertThat(span("sse.session")).hasParent(span("GET"));
  }

  @Test
  void eventSent_countsExactlyFromManyThreads() throws Exception {
    SseSession session = recorder.start("/chat");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int thread = 0; thread < 8; thread++) {
      String type = thread % 2 == 0 ? "text" : "thinking";
      threads.execute(() -> {
        for (int i = 0; i < 10_000; i++) {
          session.eventSent(type, 3);
        }
      });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    session.complete();

    assertThat(span().getAttributes())
        .containsEntry("sse.events", 80_000)
        .containsEntry("sse.bytes", 240_000)
        .containsEntry("sse.events.by_type", "text=40000 thinking=40000");
    assertThat(metric("sse.bytes"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(p -> p.hasValue(240_000)));
  }

  @Test
  void eventSent_takesEventsLargerThanASlotHolds() {
    SseSession session = recorder.start("/chat");
    session.eventSent("text", 5L << 40);
    session.eventSent("text", -1);
    session.complete();

    assertThat(span().getAttributes())
        .containsEntry("sse.bytes", 5L << 40)
        .containsEntry("sse.events", 2);
  }

  @Test
  void eventSent_reachesTheMetricsBeforeTheEnd() {
    SseSession session = recorder.start("/chat");
    for (int i = 0; i < SessionRecord.FLUSH_EVERY; i++) {
      session.eventSent("text", 1);
    }
    assertThat(metric("sse.events"))
        .hasLongSumSatisfying(
            sum -> sum.hasPointsSatisfying(p -> p.hasValue(SessionRecord.FLUSH_EVERY)));

    // By now this thread has slots of its own.
    for (int i = 0; i < SenderCounts.FLUSH_EVERY; i++) {
      session.eventSent("text", 1);
    }
    assertThat(metric("sse.events"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(
            p -> p.hasValue(SessionRecord.FLUSH_EVERY + SenderCounts.FLUSH_EVERY)));
    session.complete();
  }

  @Test
  void eventSent_afterTheEndStillCountsInTheMetrics() {
    SseSession session = recorder.start("/chat");
    session.complete();
    session.eventSent("text", 4);

    assertThat(metric("sse.events"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(p -> p.hasValue(1)));
  }

  @Test
  void typesAndRoutes_beyondTheirCapsAreOther() {
    try (SseSpanRecorder small = SseSpanRecorder.builder(otel.getOpenTelemetry())
        .setMaxEventTypes(9)
        .setMaxRoutes(1)
        .build()) {
      small.start("/a").complete();
      SseSession session = small.start("/b");
      session.eventSent("known", 1);
      session.eventSent("one too many", 1);
      session.eventSent("x".repeat(100), 1);
      session.complete();
    }

    assertThat(otel.getSpans().get(1).getAttributes())
        .containsEntry("sse.events.by_type", "_OTHER=2 known=1");
    assertThat(metric("sse.bytes"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(
            p -> p.hasAttributes(Attributes.of(stringKey("route"), "_OTHER"))));
  }

  @Test
  void stream_completesFailsAndThrowsOn() throws Exception {
    var out = new ByteArrayOutputStream();
    recorder.stream(SseRequest.of("/chat"), out, writer -> writer.send("text", "hello"));
    var failure = new IllegalStateException("no answer");
    Throwable thrown = catchThrowable(() -> recorder.stream(SseRequest.of("/chat"), out, writer -> {
      throw failure;
    }));

    assertThat(out.toString(UTF_8)).isEqualTo("event: text\ndata: hello\n\n");
    assertThat(thrown).isSameAs(failure);
    assertThat(otel.getSpans())
        .extracting(s -> s.getAttributes().get(stringKey("sse.outcome")))
        .containsExactly("completed", "error");
  }

  @Test
  void onEnd_tellsOnceAndAlsoWhoComesLate() {
    List<String> told = new ArrayList<>();
    SseSession session = recorder.start("/chat");
    session.onEnd(outcome -> told.add("first " + outcome));
    session.onEnd(outcome -> told.add("second " + outcome));
    session.cancel();
    session.onEnd(outcome -> told.add("late " + outcome));

    assertThat(told).containsExactly("first CANCELLED", "second CANCELLED", "late CANCELLED");
  }

  @Test
  void onEnd_thatThrowsHarmsNobody() {
    List<SseOutcome> told = new ArrayList<>();
    SseSession session = recorder.start("/chat");
    session.onEnd(outcome -> {
      throw new IllegalStateException("listener");
    });
    session.onEnd(told::add);
    session.complete();

    assertThat(otel.getSpans()).hasSize(1);
    assertThat(told).containsExactly(SseOutcome.COMPLETED);
  }

  @Test
  void close_endsOpenSessionsAsCancelledAndMayComeTwice() {
    recorder.start("/chat");
    recorder.close();
    recorder.close();
    recorder.start("/late").complete();

    assertThat(otel.getSpans())
        .extracting(s -> s.getAttributes().get(stringKey("sse.outcome")))
        .containsExactly("cancelled", "completed");
  }

  @Test
  void aBrokenOpenTelemetry_harmsNoStream() throws Exception {
    var out = new ByteArrayOutputStream();
    try (SseSpanRecorder broken = SseSpanRecorder.create(BrokenOpenTelemetry.create())) {
      broken.stream(SseRequest.of("/chat"), out, writer -> writer.send("hello"));
    }

    assertThat(out.toString(UTF_8)).isEqualTo("data: hello\n\n");
  }

  @Test
  void context_staysInTheTraceIfNoSpanCouldBeStarted() {
    Span server = otel.getOpenTelemetry().getTracer("server").spanBuilder("GET").startSpan();
    Context parent = Context.root().with(server);
    try (SseSpanRecorder broken = SseSpanRecorder.create(BrokenOpenTelemetry.create())) {
      SseSession session =
          broken.start(SseRequest.builder("/chat").setParent(parent).build());
      session.complete();

      assertThat(Span.fromContext(session.context()).getSpanContext())
          .isEqualTo(server.getSpanContext());
    } finally {
      server.end();
    }
  }

  @Test
  void aClosedOpenTelemetry_harmsNoStream() throws Exception {
    var out = new ByteArrayOutputStream();
    OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder().build())
        .setMeterProvider(SdkMeterProvider.builder().build())
        .build();
    try (SseSpanRecorder closed = SseSpanRecorder.create(sdk)) {
      SseSession open = closed.start("/chat");
      sdk.close();
      open.writer(out).send("hello");
      open.complete();
      closed.stream(SseRequest.of("/chat"), out, writer -> writer.send("again"));

      assertThat(open.outcome()).isEqualTo(SseOutcome.COMPLETED);
    }

    assertThat(out.toString(UTF_8)).isEqualTo("data: hello\n\ndata: again\n\n");
  }

  @Test
  void anUnsampledSession_isCountedAllTheSame() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder().setSampler(Sampler.alwaysOff()).build())
            .setMeterProvider(
                SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();
        SseSpanRecorder unsampled = SseSpanRecorder.create(sdk)) {
      SseSession session = unsampled.start("/chat");
      session.eventSent("text", 3);
      session.complete();

      assertThat(reader.collectAllMetrics())
          .extracting(MetricData::getName)
          .contains("sse.connections", "sse.events", "sse.bytes", "sse.session.duration");
      assertThat(Span.fromContext(session.context()).getSpanContext().isSampled())
          .isFalse();
    }
  }

  @Test
  void noOpenTelemetry_isFine() throws Exception {
    var out = new ByteArrayOutputStream();
    try (SseSpanRecorder silent = SseSpanRecorder.create(OpenTelemetry.noop())) {
      silent.stream(SseRequest.of("/chat"), out, writer -> writer.send("hello"));
    }

    assertThat(out.toString(UTF_8)).isEqualTo("data: hello\n\n");
  }

  @Test
  void builder_refusesWhatMakesNoSense() {
    SseSpanRecorderBuilder builder = SseSpanRecorder.builder(otel.getOpenTelemetry());

    assertThatThrownBy(() -> builder.setHeartbeatInterval(Duration.ofSeconds(-1)))
        .hasMessageContaining("heartbeatInterval is PT-1S");
    assertThatThrownBy(() -> builder.setMaxEventTypes(1)).hasMessageContaining("from 2 to 64");
    assertThatThrownBy(() -> builder.setMaxRoutes(-1)).hasMessageContaining("negative");
  }

  private static SpanData span() {
    return otel.getSpans().get(0);
  }

  private static SpanData span(String name) {
    return otel.getSpans().stream()
        .filter(s -> s.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static MetricData metric(String name) {
    return otel.getMetrics().stream()
        .filter(m -> m.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static <T> io.opentelemetry.sdk.testing.assertj.AttributeAssertion entry(
      io.opentelemetry.api.common.AttributeKey<T> key, T value) {
    return io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.equalTo(key, value);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
