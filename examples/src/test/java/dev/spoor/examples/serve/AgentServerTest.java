// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import dev.spoor.examples.Json;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentServerTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(200);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void aClientThatComesBack_getsTheRestOfTheSameRun() throws Exception {
    var agent = ScriptedAgent.waitingAfter(40);
    try (var rig = ServeRig.start(agent, HEARTBEAT)) {
      List<String> ids = new ArrayList<>();
      try (EventReader first = EventReader.open(stream(rig, ""))) {
        for (int i = 0; i < 5; i++) {
          ids.add(Objects.requireNonNull(first.next()).id());
        }
      }
      agent.goOn();
      String last = ids.get(4);
      try (EventReader second = EventReader.resume(stream(rig, ""), last)) {
        second.rest().forEach(event -> ids.add(event.id()));
      }

      String stem = last.substring(0, last.indexOf('.') + 1);
      for (int i = 0; i < ids.size(); i++) {
        assertThat(ids.get(i)).isEqualTo(stem + (i + 1));
      }
      assertThat(rig.awaitEnded("invoke_agent claude-code", 1)).hasSize(1);
      try (EventReader third = EventReader.resume(stream(rig, ""), ids.get(ids.size() - 1))) {
        assertThat(third.response().statusCode()).as("there is nothing left").isEqualTo(204);
      }
    }
  }

  @Test
  void trace_isShownToWhoKnowsTheNameOfTheView() throws Exception {
    try (var rig = ServeRig.start(ScriptedAgent.quick(), HEARTBEAT)) {
      try (EventReader stream = EventReader.open(stream(rig, "?view=mine"))) {
        stream.rest();
      }
      rig.awaitEnded("sse.session", 1);

      assertThat(Json.children(Json.object(get(rig, "api/agent/trace?view=mine").body()), "spans"))
          .hasSize(17)
          .allSatisfy(span -> assertThat(span.get("endMicros")).isNotNull());
      assertThat(get(rig, "api/agent/trace?view=other").body()).isEqualTo("{\"spans\":[]}");
      assertThat(get(rig, "api/agent/trace").body()).isEqualTo("{\"spans\":[]}");
    }
  }

  @Test
  void anAgentThatFails_isAnErrorEventAndSaysNothingOfTheCause() throws Exception {
    try (var rig = ServeRig.start(new FailingAgent(), HEARTBEAT);
        EventReader stream = EventReader.open(stream(rig, ""))) {
      List<EventReader.Event> events = stream.rest();

      assertThat(events).extracting(EventReader.Event::type).containsExactly("text", "error");
      assertThat(events.get(1).data()).containsEntry("error", "The agent failed.");
      assertThat(rig.awaitEnded("sse.session", 1)
              .get(0)
              .getAttributes()
              .get(AttributeKey.stringKey("sse.outcome")))
          .isEqualTo("error");
      assertThat(
              rig.awaitEnded("invoke_agent claude-code", 1).get(0).getStatus().getStatusCode())
          .isEqualTo(StatusCode.ERROR);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', 200, text/html; charset=utf-8",
    "GET, style.css, 200, text/css; charset=utf-8",
    "GET, main.js, 200, text/javascript; charset=utf-8",
    "GET, icon.svg, 200, image/svg+xml",
    "GET, metrics, 200, text/plain; version=0.0.4; charset=utf-8",
    "GET, nowhere, 404,",
    "GET, ../ServeCommand.class, 404,",
    "GET, api/agent/stream/more, 404,",
    "POST, '', 405,",
    "POST, api/agent/stream, 405,"
  })
  void paths_areAnsweredAndOthersRefused(String method, String path, int status, String type)
      throws Exception {
    try (var rig = ServeRig.start(ScriptedAgent.quick(), HEARTBEAT)) {
      HttpResponse<String> response = CLIENT.send(
          HttpRequest.newBuilder(URI.create(rig.url() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.headers().firstValue("Content-Type").orElse(null)).isEqualTo(type);
    }
  }

  @Test
  void page_mayLoadNothingFromElsewhere() throws Exception {
    try (var rig = ServeRig.start(ScriptedAgent.quick(), HEARTBEAT)) {
      HttpResponse<String> page = get(rig, "");

      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'; script-src 'self';")
          .doesNotContain("unsafe");
      assertThat(page.body()).doesNotContain("http:", "https:", "style=", "onclick");
    }
  }

  private static URI stream(ServeRig rig, String query) {
    return URI.create(rig.url() + "api/agent/stream" + query);
  }

  private static HttpResponse<String> get(ServeRig rig, String path)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(rig.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static final class FailingAgent implements Agent {
    @Override
    public String description() {
      return "It fails.";
    }

    @Override
    public void answer(String prompt, AgentRun run, Consumer<AgentEvent> listener)
        throws IOException {
      listener.accept(new AgentEvent.Text("Well", true, null, null));
      throw new IOException("the password is 1234");
    }
  }
}
