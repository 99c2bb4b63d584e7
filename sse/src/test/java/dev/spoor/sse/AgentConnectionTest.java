// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.adapter.JdkFlowAdapter;
import reactor.test.subscriber.TestSubscriber;

/** A connection as a publisher: no thread waits, for the agent or for the client. */
class AgentConnectionTest {
  @RegisterExtension
  final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final TestClock clock = new TestClock();
  private final SseSpanRecorder recorder = SseSpanRecorder.builder(otel.getOpenTelemetry())
      .setNanoTime(clock::nanoTime)
      .build();
  private final AgentStreams streams = AgentStreams.create(recorder);
  private final AgentConnection connection = streams.connect(SseRequest.of("/agent"));
  private final AgentFeed feed = connection.feed();

  @AfterEach
  void close() {
    recorder.close();
  }

  @Test
  void events_comeAsTheyAreAskedForAndEndTheSession() {
    TestSubscriber<SseEvent> client = subscribe(2);
    text("1");
    text("2");
    List<SseEvent> atFirst = List.copyOf(client.getReceivedOnNext());
    client.request(10);
    feed.complete();

    assertThat(atFirst).extracting(SseEvent::data).containsExactly(null, "{\"text\":\"1\"}");
    assertThat(client.getReceivedOnNext()).hasSize(3);
    assertThat(client.isTerminatedComplete()).isTrue();
    assertThat(outcome()).isEqualTo("completed");
  }

  @Test
  void aFailure_isAnEventAndACleanEnd() {
    TestSubscriber<SseEvent> client = subscribe(10);
    feed.fail(new IllegalStateException("no answer"));

    assertThat(client.getReceivedOnNext().get(1).type()).isEqualTo("error");
    assertThat(client.isTerminatedComplete()).isTrue();
    assertThat(outcome()).isEqualTo("error");
  }

  @Test
  void aClientThatCancels_isADisconnectAndTheWorkGoesOn() {
    TestSubscriber<SseEvent> client = subscribe(10);
    client.cancel();
    text("1");
    feed.complete();

    assertThat(client.getReceivedOnNext()).hasSize(1);
    assertThat(outcome()).isEqualTo("client_disconnect");
    assertThat(feed.canResumeAt(0)).isTrue();
  }

  @Test
  void aClientThatTakesNothing_isATimeout() {
    TestSubscriber<SseEvent> client = subscribe(1);
    text("1");
    clock.advance(Duration.ofSeconds(30), recorder);
    recorder.sweep();
    client.block(Duration.ofSeconds(10));

    assertThat(client.expectTerminalError()).isInstanceOf(TimeoutException.class);
    assertThat(outcome()).isEqualTo("timeout");
  }

  @Test
  void aSecondSubscriber_isRefused() {
    subscribe(1);

    assertThat(subscribe(1).expectTerminalError()).hasMessageContaining("connect once");
  }

  private void text(String text) {
    feed.accept(new AgentEvent.Text(text, true, null, null));
  }

  private TestSubscriber<SseEvent> subscribe(long demand) {
    TestSubscriber<SseEvent> client =
        TestSubscriber.builder().initialRequest(demand).build();
    JdkFlowAdapter.flowPublisherToFlux(connection.events()).subscribe(client);
    return client;
  }

  private String outcome() {
    assertThat(otel.getSpans()).hasSize(1);
    return String.valueOf(otel.getSpans().get(0).getAttributes().get(SseNames.OUTCOME));
  }
}
