// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every adapter must do on its real server, whatever the client does. */
public abstract class SseServerContract {
  // Not static: it would be shut down after the first subclass.
  @RegisterExtension
  final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private static final String ROUTE = "/{script}";

  private SseSpanRecorder recorder;
  private Server server;

  /** A server under test. */
  public interface Server extends AutoCloseable {
    int port();
  }

  /** Starts a server that plays {@link Script} under its paths, as sessions of {@link #request}. */
  protected abstract Server serve(SseSpanRecorder recorder) throws Exception;

  /** Returns what an adapter tells of a request. */
  protected static SseRequest request(@Nullable String lastEventId) {
    return SseRequest.builder(ROUTE)
        .setMethod("GET")
        .setLastEventId(lastEventId)
        .build();
  }

  /** The byte lengths of what this adapter sends are known exactly. */
  protected boolean countsBytes() {
    return true;
  }

  /** What is sent goes through this library's encoder, not through code for another one. */
  protected boolean writesAsGiven() {
    return true;
  }

  /** How a client's leaving shows while nothing is sent. */
  protected String whenLeftInSilence() {
    return "client_disconnect";
  }

  @BeforeEach
  void start() throws Exception {
    recorder = SseSpanRecorder.builder(otel.getOpenTelemetry())
        .setHeartbeatInterval(Duration.ofMillis(200))
        .setWriteTimeout(Duration.ofSeconds(2))
        .setIdleTimeout(Duration.ofSeconds(8))
        .build();
    server = serve(recorder);
  }

  @AfterEach
  void stop() throws Exception {
    recorder.close();
    server.close();
  }

  protected final int port() {
    return server.port();
  }

  @Test
  void aClientThatReadsToTheEnd_completes() throws Exception {
    long bytes;
    try (var client = new SseTestClient(server.port(), Script.END, null)) {
      assertThat(client.readAll())
          .extracting(SseEvent::type, SseEvent::data, SseEvent::id)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("text", " a\nb", "1"),
              org.assertj.core.groups.Tuple.tuple("text", "é", "2"),
              org.assertj.core.groups.Tuple.tuple("result", "{}", "3"));
      bytes = client.bodyBytes();
    }

    SpanData span = ended("completed");
    assertThat(span).hasStatus(StatusData.unset()).hasName("sse.session");
    assertThat(span.getAttributes())
        .containsEntry("sse.events", 3)
        .containsEntry("sse.events.by_type", "text=2 result=1")
        .containsEntry("http.request.method", "GET");
    if (countsBytes()) {
      assertThat(span.getAttributes()).containsEntry("sse.bytes", bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClientThatLeavesInTheMiddle_isADisconnect(boolean reset) throws Exception {
    var client = new SseTestClient(server.port(), Script.DRIP, null);
    for (int i = 0; i < 3; i++) {
      client.next();
    }
    if (reset) {
      client.reset();
    } else {
      client.close();
    }

    SpanData span = ended("client_disconnect");
    assertThat(span).hasStatus(StatusData.unset()).hasTotalRecordedEvents(0);
    assertThat(span.getAttributes().get(SseNames.EVENTS)).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aClientThatLeavesWhileTheStreamIsSilent_isFound() throws Exception {
    try (var client = new SseTestClient(server.port(), Script.SILENT, null)) {
      client.next();
    }

    assertThat(ended(whenLeftInSilence()).getAttributes()).containsEntry("sse.events", 1);
  }

  @Test
  void nastyEvents_arriveAsTheyWere() throws Exception {
    assumeTrue(writesAsGiven());
    List<List<String>> heard = new ArrayList<>();
    long bytes;
    try (var client = new SseTestClient(server.port(), Script.NASTY, null)) {
      for (SseEvent event : client.readAll()) {
        heard.add(List.of(
            String.valueOf(event.type()),
            String.valueOf(event.data()),
            event.id() == null ? "" : event.id()));
      }
      bytes = client.bodyBytes();
    }

    assertThat(heard).isEqualTo(NastyEvents.expected(Script.nasty()));
    assertThat(ended("completed").getAttributes()).containsEntry("sse.bytes", bytes);
  }

  @Test
  void aClientThatReadsSlowly_getsEverything() throws Exception {
    try (var client = new SseTestClient(server.port(), Script.BURST, null)) {
      for (int i = 0; i < Script.BURST_EVENTS; i++) {
        assertThat(client.next()).isEqualTo(Script.large());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      assertThat(client.next()).isNull();
    }

    assertThat(ended("completed").getAttributes()).containsEntry("sse.events", Script.BURST_EVENTS);
  }

  /** Servers differ in what they make of it; none may lose or double the session's end. */
  @Test
  void aClientThatClosesItsHalf_endsTheSessionOnce() throws Exception {
    try (var client = new SseTestClient(server.port(), Script.END, null)) {
      client.next();
      client.closeHalf();
      try {
        client.readAll();
      } catch (IOException e) {
        // The server took it for a disconnect.
      }
    }

    ended("completed", "client_disconnect");
  }

  @Test
  void aClientThatStalls_isATimeout() throws Exception {
    try (var client = new SseTestClient(server.port(), Script.FLOOD, null)) {
      assertThat(client.status()).isEqualTo(200);

      assertThat(ended("timeout")).hasStatus(StatusData.unset());
    }
  }

  @Test
  void aClientThatReconnects_goesOnAfterItsLastEvent() throws Exception {
    try (var client = new SseTestClient(server.port(), Script.END, "2")) {
      assertThat(client.readAll()).extracting(SseEvent::id).containsExactly("3");
    }

    assertThat(ended("completed").getAttributes())
        .containsEntry("sse.resumed_from", "2")
        .containsEntry("sse.events", 1);
  }

  @Test
  void workThatFails_isAnError() throws Exception {
    try (var client = new SseTestClient(server.port(), Script.FAIL, null)) {
      client.next();

      assertThat(ended("error"))
          .hasStatus(StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, "no answer"))
          .hasAttribute(SseNames.ERROR_TYPE, "java.lang.IllegalStateException");
    }
  }

  private SpanData ended(String... outcomes) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (otel.getSpans().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    List<SpanData> spans = otel.getSpans();
    assertThat(spans).hasSize(1);
    String outcome = spans.get(0).getAttributes().get(SseNames.OUTCOME);
    assertThat(outcome).as(() -> spans.get(0).toString()).isIn((Object[]) outcomes);
    assertThat(metric("sse.connections"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(p -> p.hasValue(1)
            .hasAttributes(
                Attributes.of(stringKey("route"), ROUTE, stringKey("outcome"), outcome))));
    assertThat(metric("sse.connections.active"))
        .hasLongSumSatisfying(sum -> sum.hasPointsSatisfying(p -> p.hasValue(0)));
    assertThat(recorder.openSessions()).isZero();
    return spans.get(0);
  }

  private MetricData metric(String name) {
    return otel.getMetrics().stream()
        .filter(m -> m.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
