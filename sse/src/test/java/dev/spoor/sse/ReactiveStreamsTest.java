// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** The rules of Reactive Streams, by the tests of those who wrote them. */
class ReactiveStreamsTest {
  private static final long QUICK_MILLIS = 100;
  private static final int FEW = 1000;

  @Test
  void aRecordedPublisher_keepsTheRules() {
    assertThat(run(RecordedPublisherRules.class)).isGreaterThan(20);
  }

  @Test
  void aConnection_keepsTheRules() {
    assertThat(run(ConnectionRules.class)).isGreaterThan(20);
  }

  /** Runs the rules; returns how many were kept, and fails if any was broken. */
  private static int run(Class<?> rules) {
    var heard = new Listener();
    var testng = new TestNG(false);
    testng.setUseDefaultListeners(false);
    testng.setVerbose(0);
    testng.setTestClasses(new Class<?>[] {rules});
    testng.addListener(heard);
    testng.run();
    assertThat(heard.broken).isEmpty();
    return heard.kept;
  }

  private static final class Listener implements ITestListener {
    final List<String> broken = new ArrayList<>();
    int kept;

    @Override
    public void onTestSuccess(ITestResult result) {
      kept++;
    }

    @Override
    public void onTestFailure(ITestResult result) {
      broken.add(result.getName() + ": " + result.getThrowable());
    }
  }

  /** Any publisher, recorded. */
  public static final class RecordedPublisherRules extends FlowPublisherVerification<SseEvent> {
    private final SseSpanRecorder recorder = SseSpanRecorder.create(OpenTelemetry.noop());

    public RecordedPublisherRules() {
      super(new TestEnvironment(QUICK_MILLIS));
    }

    @Override
    public Flow.Publisher<SseEvent> createFlowPublisher(long elements) {
      int most = (int) Math.min(Integer.MAX_VALUE, elements);
      return recorded(Flux.range(0, most).map(Script::small));
    }

    @Override
    public Flow.Publisher<SseEvent> createFailedFlowPublisher() {
      return recorded(Flux.error(new IllegalStateException("no answer")));
    }

    private Flow.Publisher<SseEvent> recorded(Flux<SseEvent> events) {
      return recorder.publish(
          SseRequest.of("/rules"), session -> JdkFlowAdapter.publisherToFlowPublisher(events));
    }
  }

  /** An agent's stream to one client. */
  public static final class ConnectionRules extends FlowPublisherVerification<SseEvent> {
    private final AgentStreams streams =
        AgentStreams.create(SseSpanRecorder.create(OpenTelemetry.noop()));

    public ConnectionRules() {
      super(new TestEnvironment(QUICK_MILLIS));
    }

    @Override
    public long maxElementsFromPublisher() {
      return FEW;
    }

    /** A client that comes back, so that there is no opening besides the events. */
    @Override
    public Flow.Publisher<SseEvent> createFlowPublisher(long elements) {
      AgentFeed feed = streams.connect(SseRequest.of("/rules")).feed();
      SseRequest again =
          SseRequest.builder("/rules").setLastEventId(feed.opening().id()).build();
      Flow.Publisher<SseEvent> events = streams.connect(again).events();
      for (long i = 0; i < elements; i++) {
        feed.accept(new AgentEvent.Text("token " + i, true, null, null));
      }
      feed.complete();
      return events;
    }

    /** A failure is an event here. */
    @Override
    public Flow.@Nullable Publisher<SseEvent> createFailedFlowPublisher() {
      return null;
    }
  }
}
