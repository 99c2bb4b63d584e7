// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.testing.Answer;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every command that makes spans sends them to Langfuse when the keys are there. */
class LangfuseExportTest {
  private static final int ENDED_BY_SIGTERM = 128 + 15;
  private static final String OBSERVATION = "langfuse.observation.";
  private static final String ANSWER = "event: message_start\n"
      + "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"role\":\"assistant\","
      + "\"model\":\"claude-sonnet-4-5\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\n"
      + "event: content_block_start\n"
      + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
      + "event: content_block_delta\n"
      + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}\n\n"
      + "event: message_delta\n"
      + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}\n\n"
      + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  private Map<String, String> keys(String... more) {
    Map<String, String> variables = new HashMap<>(Map.of(
        "LANGFUSE_PUBLIC_KEY", "pk-lf-test",
        "LANGFUSE_SECRET_KEY", "sk-lf-test",
        "LANGFUSE_BASE_URL", receiver.endpoint()));
    for (String name : more) {
      variables.put(name, "true");
    }
    return variables;
  }

  private Map<String, String> keysAndContent() {
    return keys("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT");
  }

  @Test
  void replay_isSentWithoutContent() {
    assertThat(SpoorProcess.run(keys(), "--speed", "fast").exitCode()).isZero();

    List<ReceivedSpan> spans = receiver.spans();
    assertThat(spans).hasSize(16);
    assertThat(receiver.requests())
        .allMatch(request -> request.path().equals("/api/public/otel/v1/traces"));
    assertThat(spans)
        .allSatisfy(span -> assertThat(span.attributes().keySet())
            .contains(OBSERVATION + "type")
            .doesNotContain(OBSERVATION + "input", OBSERVATION + "output"));
  }

  @Test
  void replay_isSentWithContentIfAskedFor() {
    assertThat(SpoorProcess.run(keysAndContent(), "--speed", "fast").exitCode()).isZero();

    assertThat(receiver.spans())
        .filteredOn(span -> "tool".equals(span.attribute(OBSERVATION + "type")))
        .hasSize(7)
        .allSatisfy(span -> assertThat(span.attributes().keySet())
            .contains(OBSERVATION + "input", OBSERVATION + "output"));
  }

  @Test
  void inspect_isSentWithItsAnswer() {
    assertThat(SpoorProcess.run(ANSWER, keysAndContent(), "inspect", "-").exitCode())
        .isZero();

    assertThat(receiver.spans()).singleElement().satisfies(span -> {
      assertThat(String.valueOf(span.attribute(OBSERVATION + "output"))).contains("hello");
      assertThat(span.attribute(OBSERVATION + "usage_details"))
          .isEqualTo("{\"input\":3,\"output\":2,\"total\":5}");
    });
  }

  @Test
  void serve_isSentWhenItIsStopped() throws IOException, InterruptedException {
    try (SpoorProcess serve = SpoorProcess.start(keysAndContent(), "serve", "--port", "0")) {
      URI page = URI.create(serve.awaitOut());
      String events = HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(page.resolve("api/agent/stream?prompt=Why"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
      assertThat(events).contains("event: result");
      serve.terminate();
    }

    assertThat(receiver.spans())
        .filteredOn(span -> "agent".equals(span.attribute(OBSERVATION + "type")))
        .extracting(span -> String.valueOf(span.attribute(OBSERVATION + "input")))
        .anyMatch(input -> input.contains("Why"));
    assertThat(receiver.spans()).extracting(ReceivedSpan::name).contains("sse.session");
  }

  @Test
  void langfuse_isSentInBothModes() {
    for (String[] arguments : List.of(
        new String[] {"langfuse", "echo 42"},
        new String[] {"langfuse", "--immediate", "echo 42"})) {
      int before = receiver.spans().size();
      SpoorProcess.Ended ended = SpoorProcess.run(keys(), arguments);

      assertThat(ended.out()).contains("The command says: 42", "sent 3 observations to Langfuse");
      assertThat(receiver.spans()).hasSize(before + 3);
    }
  }

  @Test
  void langfuse_thatIsStoppedWhileTheServerFails_stillDelivers() {
    receiver.answerAlways(Answer.of(503));
    try (SpoorProcess run = SpoorProcess.start(keys(), "langfuse", "echo 42")) {
      receiver.awaitRequests(1);
      SpoorProcess.Ended ended = run.terminate(() -> receiver.answerAlways(Answer.OK));

      assertThat(ended.exitCode()).isEqualTo(ENDED_BY_SIGTERM);
    }
    assertThat(receiver.spans())
        .extracting(ReceivedSpan::name)
        .containsExactlyInAnyOrder("bash-agent", "bash-tool", "answer");
  }

  @Test
  void keyThatIsMissing_isTold() {
    SpoorProcess.Ended ended =
        SpoorProcess.run(Map.of("LANGFUSE_PUBLIC_KEY", "pk-lf-test"), "--speed", "fast");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("LANGFUSE_SECRET_KEY");
    assertThat(SpoorProcess.run(Map.of(), "langfuse").err()).contains("LANGFUSE_PUBLIC_KEY");
  }
}
