// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the server does with more than it can take. */
class ServeLimitsTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(200);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void aRunTooMany_isRefusedWithAReasonAndLeavesNoTrace() throws Exception {
    var agent = ScriptedAgent.waitingAfter(40);
    try (var rig = ServeRig.start(agent, HEARTBEAT, 2);
        EventReader first = EventReader.open(stream(rig));
        EventReader second = EventReader.open(stream(rig))) {
      String seen = Objects.requireNonNull(first.next()).id();

      HttpResponse<String> refused = CLIENT.send(
          HttpRequest.newBuilder(stream(rig)).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
      assertThat(refused.body()).contains("Try again in 5 seconds", "--max-runs");
      try (EventReader again = EventReader.resume(stream(rig), seen)) {
        assertThat(again.response().statusCode()).as("a run that has its place").isEqualTo(200);
      }

      agent.goOn();
      assertThat(first.rest()).isNotEmpty();
      assertThat(second.rest()).isNotEmpty();
      assertThat(rig.awaitEnded("invoke_agent claude-code", 2)).hasSize(2);
    }
  }

  @Test
  void runsThatEndHoweverTheyDo_makeRoom() throws Exception {
    try (var rig = ServeRig.start(ScriptedAgent.quick(), HEARTBEAT, 1)) {
      for (int i = 0; i < 20; i++) {
        int status = 503;
        while (status == 503) {
          try (EventReader stream = EventReader.open(stream(rig))) {
            status = stream.response().statusCode();
            if (i % 2 == 0) {
              stream.rest();
            }
          }
        }
        assertThat(status).isEqualTo(200);
      }
      assertThat(rig.awaitEnded("invoke_agent claude-code", 20)).hasSize(20);
    }
  }

  private static URI stream(ServeRig rig) {
    return URI.create(rig.url() + "api/agent/stream");
  }
}
