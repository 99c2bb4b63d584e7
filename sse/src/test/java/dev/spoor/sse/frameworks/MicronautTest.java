// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseSpanRecorder;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.sse.Event;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/**
 * Micronaut makes its routes while it compiles, so here its controller is called as it calls it.
 */
class MicronautTest {
  @RegisterExtension
  final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  @Test
  void theController_isRecorded() {
    try (SseSpanRecorder recorder = SseSpanRecorder.create(otel.getOpenTelemetry())) {
      Flow.Publisher<SseEvent> answer =
          JdkFlowAdapter.publisherToFlowPublisher(Flux.just(SseEvent.of("text", "hello")));
      List<Event<String>> heard = Flux.from(new AgentController(recorder, answer).stream("7"))
          .collectList()
          .block();

      assertThat(heard).extracting(Event::getName, Event::getData).hasSize(1);
    }
    assertThat(otel.getSpans()).hasSize(1);
    assertThat(otel.getSpans().get(0).getAttributes().asMap().values())
        .contains("completed", "text=1", "7");
  }

  // guide: micronaut
  @Controller
  static final class AgentController {
    private final SseSpanRecorder recorder;
    private final Flow.Publisher<SseEvent> answer;

    AgentController(SseSpanRecorder recorder, Flow.Publisher<SseEvent> answer) {
      this.recorder = recorder;
      this.answer = answer;
    }

    @Get(uri = "/api/agent/stream", produces = MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<String>> stream(@Header("Last-Event-ID") @Nullable String lastEventId) {
      SseRequest request =
          SseRequest.builder("/api/agent/stream").setLastEventId(lastEventId).build();
      return Flux.from(FlowAdapters.toPublisher(recorder.publish(request, session -> answer)))
          .map(
              event -> Event.of(String.valueOf(event.data())).name(event.type()).id(event.id()));
    }
  }
  // end
}
