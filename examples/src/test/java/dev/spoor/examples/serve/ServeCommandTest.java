// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.examples.SpoorProcess;
import dev.spoor.testing.Answer;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server in a process of its own, as a user starts it. */
class ServeCommandTest {
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(10);
  private static final int SPANS_OF_A_RUN = 21;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void stream_hasTheRunAtItsPaceAndMetricsCountIt() throws Exception {
    // Whatever the exporter is, the server's own metrics are there.
    try (SpoorProcess server = serve(Map.of("OTEL_METRICS_EXPORTER", "none"));
        EventReader stream = EventReader.open(uri(server, "api/agent/stream"))) {
      List<EventReader.Event> events = stream.rest();

      assertThat(stream.response().headers().map())
          .containsEntry("content-type", List.of("text/event-stream"))
          .containsEntry("cache-control", List.of("no-cache"));
      assertThat(events)
          .extracting(EventReader.Event::type)
          .contains("text", "tool_use")
          .endsWith("result");
      assertThat(events.get(events.size() - 1).data().get("cost")).hasToString("0.0745019");
      assertThat(secondsBetween(events.get(0), events.get(events.size() - 1)))
          .as("each event is sent when it happens")
          .isGreaterThanOrEqualTo(2);
      assertThat(get(server, "metrics").body())
          .contains("sse_connections_total{", "outcome=\"completed\"", "agent_executions_total{")
          .contains("agent_cost_usd_total{", "sse_events_total{");
    }
  }

  @Test
  void trace_isOneFromTheStreamToPython() throws Exception {
    assumePython();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        SpoorProcess server = serve(Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(), "OTEL_SERVICE_NAME", "desk"));
        EventReader stream = EventReader.open(uri(server, "api/agent/stream?prompt=Why%3F"))) {
      stream.rest();
      receiver.awaitSpans(SPANS_OF_A_RUN);

      List<ReceivedSpan> spans = receiver.spans();
      assertThat(spans)
          .hasSize(SPANS_OF_A_RUN)
          .extracting(ReceivedSpan::traceId)
          .containsOnly(spans.get(0).traceId());
      ReceivedSpan session = only(spans, "sse.session");
      ReceivedSpan run = only(spans, "invoke_agent claude-code");
      ReceivedSpan execution = only(spans, "sandbox.execute");
      ReceivedSpan python = only(spans, "agent.python_execution");
      assertThat(session.parentSpanId()).isEmpty();
      assertIsWithin(run, session);
      assertIsWithin(execution, run);
      assertIsWithin(python, execution);
      assertThat(spans.stream().filter(span -> span.name().startsWith("chat claude-sonnet")))
          .hasSize(5)
          .allSatisfy(chat -> assertThat(chat.parentSpanId()).isEqualTo(run.spanId()));

      assertThat(session.attributes()).containsEntry("sse.outcome", "completed");
      assertThat(run.attributes())
          .containsEntry("agent.prompt_length", 4L)
          .containsEntry("agent.tokens.input", 44_549L);
      assertThat(execution.attributes())
          .containsEntry("process.executable.name", "python3")
          .containsEntry("process.exit.code", 0L);
      assertThat(python.attributes())
          .containsEntry("agent.language", "python")
          .containsEntry("sandbox.environment", "local")
          .containsEntry("agent.result_length", 236L);
      assertThat(spans)
          .allSatisfy(span -> assertThat(span.resource()).containsEntry("service.name", "desk"));
    }
  }

  @Test
  void langfuse_getsTheTreeWhenItsKeysAreThere() throws Exception {
    assumePython();
    try (OtlpReceiver langfuse = OtlpReceiver.start();
        SpoorProcess server = serve(Map.of(
            "LANGFUSE_BASE_URL", langfuse.endpoint(),
            "LANGFUSE_PUBLIC_KEY", "pk-lf-1",
            "LANGFUSE_SECRET_KEY", "sk-lf-1"));
        EventReader stream = EventReader.open(uri(server, "api/agent/stream"))) {
      stream.rest();
      assertThat(get(server, "api/about").body()).contains("\"destinations\":[\"Langfuse\"]");
      server.signal("TERM", TIME_TO_STOP);

      List<ReceivedSpan> spans = langfuse.spans();
      ReceivedSpan run = only(spans, "invoke_agent claude-code");
      assertThat(run.attributes()).containsEntry("langfuse.observation.type", "agent");
      assertThat(spans).extracting(ReceivedSpan::traceId).containsOnly(run.traceId());
      assertThat(spans)
          .extracting(ReceivedSpan::name)
          .contains(
              "execute_tool Bash", "chat claude-sonnet-4-5-20250929", "agent.python_execution");
      assertThat(langfuse.requests())
          .anySatisfy(
              request -> assertThat(request.path()).isEqualTo("/api/public/otel/v1/traces"));
    }
  }

  /** TERM is how systems stop a service, INT is Ctrl-C. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void signal_endsOpenStreamsAsCancelledAndSendsWhatIsLeft(String signal) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        SpoorProcess server = serve(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint()));
        EventReader stream = EventReader.open(uri(server, "api/agent/stream"))) {
      assertThat(stream.next()).isNotNull();
      List<ProcessHandle> agents = server.children();

      SpoorProcess.Ended ended = server.signal(signal, TIME_TO_STOP);

      assertThat(ended.out().lines()).hasSize(1);
      assertThat(only(receiver.spans(), "sse.session").attributes())
          .containsEntry("sse.outcome", "cancelled");
      assertThat(only(receiver.spans(), "invoke_agent claude-code").attributes())
          .containsEntry("agent.outcome", "cancelled");
      assertThat(agents).noneMatch(ProcessHandle::isAlive);
      assertThat(stream.rest()).as("the stream ends, nothing is torn off").isNotNull();
    }
  }

  @Test
  void signal_isObeyedThoughTheBackendHangs() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        SpoorProcess server = serve(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint()));
        EventReader stream = EventReader.open(uri(server, "api/agent/stream"))) {
      receiver.answerAlways(Answer.OK.after(Duration.ofMinutes(5)));
      assertThat(stream.next()).isNotNull();

      server.signal("TERM", TIME_TO_STOP);
    }
  }

  @Test
  void prompts_areTextWhateverTheySay() throws Exception {
    assumePython();
    String hostile = "$(touch%20stolen)%20%60id%60%20%22;%20exit%201%20%23%0A%00%F0%9F%90%BE";
    try (OtlpReceiver receiver = OtlpReceiver.start();
        SpoorProcess server = serve(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint()));
        EventReader stream = EventReader.open(uri(server, "api/agent/stream?prompt=" + hostile))) {
      assertThat(stream.rest()).last().extracting(EventReader.Event::type).isEqualTo("result");
      receiver.awaitSpans(SPANS_OF_A_RUN);

      assertThat(only(receiver.spans(), "invoke_agent claude-code").attributes())
          .containsEntry("agent.prompt_length", 36L);
      assertThat(only(receiver.spans(), "agent.python_execution").attributes())
          .as("all of it; what is two characters for Java is one for Python")
          .containsEntry("agent.prompt_length", 35L);
    }
  }

  @Test
  void withoutPython_theRunIsReplayedAndTheUserIsTold() throws Exception {
    try (SpoorProcess server = serve(Map.of("PATH", "/nowhere"));
        EventReader stream = EventReader.open(uri(server, "api/agent/stream"))) {
      assertThat(stream.rest()).last().extracting(EventReader.Event::type).isEqualTo("result");
      assertThat(server.err()).contains("there is no python3");
      assertThat(get(server, "api/about").body()).contains("a recorded run is replayed");
    }
  }

  @Test
  void wrongSettings_areToldBeforeAnythingStarts() {
    SpoorProcess.Ended ended =
        SpoorProcess.run(Map.of("OTEL_TRACES_EXPORTER", "pigeon"), "serve", "--port", "0");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("OTEL_TRACES_EXPORTER", "pigeon");
  }

  @Test
  void arguments_areChecked() {
    assertThat(ServeOptions.parse(List.of())).isEqualTo(new ServeOptions(8080, 64));
    assertThat(ServeOptions.parse(List.of("--port=0", "--max-runs", "2")))
        .isEqualTo(new ServeOptions(0, 2));
    assertThatThrownBy(() -> ServeOptions.parse(List.of("--port", "x")))
        .hasMessageContaining("--port is x, but must be a number from 0 to 65535");
    assertThatThrownBy(() -> ServeOptions.parse(List.of("--max-runs=0")))
        .hasMessageContaining("--max-runs is 0, but must be a number from 1 to 1000");
    assertThatThrownBy(() -> ServeOptions.parse(List.of("--port")))
        .hasMessageContaining("--port is missing");
    assertThatThrownBy(() -> ServeOptions.parse(List.of("--verbose")))
        .hasMessageContaining("--port N and --max-runs N");
  }

  private static SpoorProcess serve(Map<String, String> environment) {
    return SpoorProcess.start(environment, "serve", "--port", "0");
  }

  private static URI uri(SpoorProcess server, String path) {
    return URI.create(server.awaitOut()).resolve(path);
  }

  private static HttpResponse<String> get(SpoorProcess server, String path)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(server, path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void assumePython() {
    assumeTrue(PythonAgent.isPossible(), "skipped: python3 is not installed");
  }

  private static ReceivedSpan only(List<ReceivedSpan> spans, String name) {
    List<ReceivedSpan> named =
        spans.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named)
        .as(name + " in " + spans.stream().map(ReceivedSpan::name).toList())
        .isNotEmpty();
    return named.get(0);
  }

  private static void assertIsWithin(ReceivedSpan child, ReceivedSpan parent) {
    assertThat(child.parentSpanId()).as(child.name()).isEqualTo(parent.spanId());
    assertThat(child.proto().getStartTimeUnixNano())
        .isGreaterThanOrEqualTo(parent.proto().getStartTimeUnixNano());
    assertThat(child.proto().getEndTimeUnixNano())
        .isLessThanOrEqualTo(parent.proto().getEndTimeUnixNano());
  }

  private static long secondsBetween(EventReader.Event from, EventReader.Event to) {
    return TimeUnit.NANOSECONDS.toSeconds(to.nanoTime() - from.nanoTime());
  }
}
