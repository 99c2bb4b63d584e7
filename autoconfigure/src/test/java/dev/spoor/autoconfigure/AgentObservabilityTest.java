// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.ContentCapture;
import dev.spoor.testing.Answer;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentObservabilityTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
    GlobalOpenTelemetry.resetForTest();
  }

  private AgentObservabilityBuilder builder() {
    return AgentObservability.builder()
        .setShutdownHook(false)
        .setGlobal(false)
        .setProperty("otel.exporter.otlp.endpoint", receiver.endpoint());
  }

  private static void run(AgentObservability observability, String prompt) {
    try (AgentRun run = observability.agents().start(AgentRequest.of("gpt-5", prompt))) {
      run.onToolUse("call-1", "search", "{\"q\":\"secret question\"}");
      run.onToolResult("call-1", "secret answer");
      run.onToolUse("call-2", "search", "{}");
      run.onToolError("call-2", "secret failure");
    }
  }

  @Test
  void endpointAlone_sendsSpansAndMetrics() {
    try (AgentObservability observability = builder().setServiceName("desk").start()) {
      run(observability, "Hello");

      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      assertThat(receiver.spans())
          .extracting(ReceivedSpan::name)
          .containsExactlyInAnyOrder(
              "execute_tool search", "execute_tool search", "invoke_agent agent");
      assertThat(receiver.awaitMetric("agent.executions").numbers()).hasSize(1);
    }
  }

  @Test
  void resource_saysWhatTheUserDidNot() {
    try (AgentObservability observability = builder()
        .setServiceName("desk")
        .setServiceVersion("1.2")
        .setProfile(Profile.DEVELOPMENT)
        .start()) {
      run(observability, "Hello");
      observability.forceFlush(PATIENCE);

      Map<String, Object> resource = receiver.spans().get(0).resource();
      assertThat(resource)
          .containsEntry("service.name", "desk")
          .containsEntry("service.version", "1.2")
          .containsEntry("service.namespace", "ai-agents")
          .containsEntry("deployment.environment.name", "development")
          .containsKey("service.instance.id");
    }
  }

  @Test
  void resource_keepsWhatTheUserSaid() {
    try (AgentObservability observability = builder()
        .setProfile(Profile.PRODUCTION)
        .setSampleRatio(1)
        .setProperty(
            "otel.resource.attributes",
            "service.namespace=shop,deployment.environment=blue,service.instance.id=7")
        .start()) {
      run(observability, "Hello");
      observability.forceFlush(PATIENCE);

      assertThat(receiver.spans().get(0).resource())
          .containsEntry("service.namespace", "shop")
          .containsEntry("service.instance.id", "7")
          .containsEntry("deployment.environment", "blue")
          .doesNotContainKey("deployment.environment.name");
    }
  }

  @Test
  void withoutSettings_nothingIsSent() {
    try (AgentObservability observability =
        AgentObservability.builder().setShutdownHook(false).setGlobal(false).start()) {
      run(observability, "Hello");

      assertThat(observability.forceFlush(PATIENCE)).isTrue();
      assertThat(receiver.requests()).isEmpty();
      assertThat(observability.langfuseProcessor()).isNull();
    }
  }

  @Test
  void testProfile_sendsNothing_whateverTheEndpoint() {
    try (AgentObservability observability = builder().setProfile(Profile.TEST).start()) {
      run(observability, "Hello");
      observability.forceFlush(PATIENCE);

      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void forceFlush_isFalse_whenTheBackendRefuses() {
    receiver.answerAlways(Answer.of(400));
    try (AgentObservability observability = builder().start()) {
      run(observability, "Hello");

      assertThat(observability.forceFlush(PATIENCE)).isFalse();

      receiver.answerAlways(Answer.OK);
      run(observability, "Hello again");
      assertThat(observability.forceFlush(PATIENCE)).isTrue();
      assertThat(receiver.spans()).hasSize(3);
    }
  }

  @Test
  void forceFlush_hasSentWhateverEndedBefore_alsoInARow() {
    try (AgentObservability observability = builder().start()) {
      for (int i = 1; i <= 200; i++) {
        run(observability, "Hello");

        assertThat(observability.forceFlush(PATIENCE)).isTrue();
        assertThat(receiver.spans()).hasSize(3 * i);
      }
    }
  }

  @Test
  void forceFlush_isFalse_whenTheTimeIsUp() {
    receiver.answerAlways(Answer.OK.after(Duration.ofSeconds(30)));
    try (AgentObservability observability =
        builder().setShutdownTimeout(Duration.ofMillis(50)).start()) {
      run(observability, "Hello");

      assertThat(observability.forceFlush(Duration.ofMillis(50))).isFalse();
    }
  }

  @Test
  void shutdown_endsInTime_whateverHangs() {
    Answer never = Answer.OK.after(Duration.ofMinutes(5));
    receiver.answerAlways(never);
    try (OtlpReceiver langfuse = OtlpReceiver.start()) {
      langfuse.answerAlways(never);
      AgentObservability observability = builder()
          .setProperty("langfuse.public.key", "pk-lf-test")
          .setProperty("langfuse.secret.key", "sk-lf-test")
          .setProperty("langfuse.base.url", langfuse.endpoint())
          .start();
      run(observability, "Hello");
      long start = System.nanoTime();

      assertThat(observability.shutdown(Duration.ofMillis(500))).isFalse();

      // The SDK's own reader of metrics alone waits for five seconds.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void anyTime_canBeGiven() {
    for (Duration time : List.of(Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
      AgentObservability observability = builder().start();
      run(observability, "Hello");
      assertThatCode(() -> observability.forceFlush(time)).doesNotThrowAnyException();
      assertThatCode(() -> observability.shutdown(time)).doesNotThrowAnyException();
    }
  }

  @Test
  void disabledSdk_startsNothing() {
    try (AgentObservability observability = builder()
        .setProperty("otel.sdk.disabled", "true")
        .setProperty("langfuse.public.key", "pk-lf-test")
        .setProperty("langfuse.secret.key", "sk-lf-test")
        .start()) {
      run(observability, "Hello");

      assertThat(observability.langfuseProcessor()).isNull();
      assertThat(observability.forceFlush(PATIENCE)).isTrue();
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void facades_workAfterTheEnd() {
    AgentObservability observability = builder().start();
    observability.close();

    assertThatCode(() -> run(observability, "Hello")).doesNotThrowAnyException();
    assertThatCode(() -> observability.sse().start("/x").complete()).doesNotThrowAnyException();
    assertThat(observability.shutdown(PATIENCE)).isTrue();
  }

  @Test
  void close_sendsWhatIsLeft_once() {
    AgentObservability observability = builder().start();
    run(observability, "Hello");

    assertThat(observability.shutdown(PATIENCE)).isTrue();
    observability.close();

    assertThat(receiver.spans()).hasSize(3);
    assertThat(receiver.metrics()).extracting(metric -> metric.name()).contains("agent.executions");
  }

  @Test
  void contentForLangfuseOnly_keepsItFromTheOthers() {
    try (OtlpReceiver langfuse = OtlpReceiver.start();
        AgentObservability observability = builder()
            .setContentForLangfuseOnly(true)
            .setAgents(agents -> agents.setContentCapture(ContentCapture.ON))
            .setProperty("langfuse.public.key", "pk-lf-test")
            .setProperty("langfuse.secret.key", "sk-lf-test")
            .setProperty("langfuse.base.url", langfuse.endpoint())
            .start()) {
      run(observability, "secret prompt");

      assertThat(observability.forceFlush(PATIENCE)).isTrue();

      assertThat(receiver.spans()).hasSize(3);
      assertThat(receiver.spans().toString()).doesNotContain("secret");
      assertThat(receiver.spans())
          .anySatisfy(span -> assertThat(span.attributes()).containsKey("agent.prompt_length"));
      assertThat(langfuse.spans().toString())
          .contains("secret prompt", "secret question", "secret answer", "secret failure");
    }
  }

  @Test
  void global_isSetOnce() {
    try (AgentObservability first = builder().setGlobal(true).start();
        AgentObservability second = builder().setGlobal(true).start()) {
      assertThat(GlobalOpenTelemetry.isSet()).isTrue();
      assertThat(List.of(first, second)).allSatisfy(each -> run(each, "Hello"));
      assertThat(first.forceFlush(PATIENCE) && second.forceFlush(PATIENCE)).isTrue();
      assertThat(receiver.spans()).hasSize(6);
    }
  }
}
