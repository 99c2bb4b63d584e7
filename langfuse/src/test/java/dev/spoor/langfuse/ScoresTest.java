// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private final FakeLangfuse langfuse = new FakeLangfuse();
  private final Rig rig = Rig.at(langfuse.url(), b -> b.setEnvironment("test"));

  @AfterEach
  void close() {
    rig.close();
    langfuse.close();
  }

  private List<Map<String, Object>> bodies() {
    List<Map<String, Object>> bodies = new ArrayList<>();
    for (var request : langfuse.requests("POST", "/api/public/ingestion")) {
      for (Object event : (List<?>) Objects.requireNonNull(request.json().get("batch"))) {
        assertThat(((Map<?, ?>) event).get("type")).isEqualTo("score-create");
        Map<String, Object> body = new HashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) event).get("body")))
            .forEach((key, value) -> body.put(String.valueOf(key), value));
        bodies.add(body);
      }
    }
    return bodies;
  }

  @Test
  void scores_ofEveryKindArrive() {
    rig.processor.score(Score.numeric("helpful", 0.5).onTrace(TRACE).withComment("good"));
    rig.processor.score(Score.categorical("tone", "kind").onObservation(TRACE, "b7ad6b7169203331"));
    rig.processor.score(Score.truth("right", true).onSession("s").withMetadata(Map.of("by", "me")));

    assertThat(rig.flush()).isTrue();
    assertThat(rig.statistics().scoresSent()).isEqualTo(3);
    assertThat(bodies())
        .extracting(body -> body.get("dataType"))
        .containsExactly("NUMERIC", "CATEGORICAL", "BOOLEAN");
    assertThat(bodies())
        .extracting(body -> body.get("value"))
        .containsExactly(new Json.Digits("0.5"), "kind", new Json.Digits("1"));
    assertThat(bodies().get(0).get("comment")).isEqualTo("good");
    assertThat(bodies().get(1).get("observationId")).isEqualTo("b7ad6b7169203331");
    assertThat(bodies().get(2).get("sessionId")).isEqualTo("s");
    assertThat(bodies()).allMatch(body -> "test".equals(body.get("environment")));
  }

  @Test
  void scores_areSentAgain() {
    var calls = new AtomicInteger();
    langfuse.script =
        request -> calls.incrementAndGet() < 3 ? new FakeLangfuse.Reply(503, "") : null;
    rig.processor.score(Score.numeric("a", 1).onTrace(TRACE));

    assertThat(rig.flush()).isTrue();
    assertThat(rig.statistics().scoresSent()).isEqualTo(1);
  }

  @Test
  void scores_thatAreRefusedAreCounted() {
    langfuse.script = request -> new FakeLangfuse.Reply(
        207, "{\"successes\":[],\"errors\":[{\"id\":\"x\",\"status\":400,\"message\":\"no\"}]}");
    rig.processor.score(Score.numeric("a", 1).onTrace(TRACE));

    assertThat(rig.flush()).isFalse();
    assertThat(rig.statistics().scoresLost()).isEqualTo(1);
  }

  @Test
  void shutdown_sendsWhatIsLeft() {
    for (int i = 0; i < 250; i++) {
      rig.processor.score(Score.numeric("n", i).onTrace(TRACE));
    }
    rig.close();

    assertThat(bodies()).hasSize(250);
    assertThat(langfuse.requests("POST", "/api/public/ingestion").size()).isLessThan(100);
  }

  @Test
  void scoreThatIsNoNumber_isCountedAndHurtsNobody() {
    rig.processor.score(Score.numeric("a", Double.NaN).onTrace(TRACE));

    assertThat(rig.statistics().scoresLost()).isEqualTo(1);
    assertThat(langfuse.requests("POST", "/api/public/ingestion")).isEmpty();
  }

  @Test
  void health_tellsServerAndProject() {
    LangfuseHealth health = rig.processor.health();

    assertThat(health.isHealthy()).isTrue();
    assertThat(health.version()).isEqualTo("4.16.0");
    assertThat(health.project()).isEqualTo("demo");
  }

  @Test
  void health_tellsRefusedKeys() {
    langfuse.script = request -> request.path().endsWith("/projects")
        ? new FakeLangfuse.Reply(401, "{\"message\":\"Invalid credentials\"}")
        : null;

    LangfuseHealth health = rig.processor.health();

    assertThat(health.reachable()).isTrue();
    assertThat(health.authorized()).isFalse();
    assertThat(health.message()).contains("LANGFUSE_SECRET_KEY", "Invalid credentials");
  }

  @Test
  void health_tellsAServerThatIsNotThere() {
    langfuse.close();

    assertThat(rig.processor.health().reachable()).isFalse();
  }
}
