// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.ContentCapture;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An SDK of the host's that configures itself, with this module on its class path. */
class SpoorAutoConfigurationTest {
  private static final int SECONDS_TO_STOP = 20;

  private final OtlpReceiver backend = OtlpReceiver.start();
  private final OtlpReceiver langfuse = OtlpReceiver.start();

  @AfterEach
  void close() {
    backend.close();
    langfuse.close();
  }

  private OpenTelemetrySdk sdk(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(Map.of(
        "otel.exporter.otlp.endpoint", backend.endpoint(),
        "otel.exporter.otlp.protocol", "http/protobuf",
        "otel.metrics.exporter", "none",
        "otel.logs.exporter", "none"));
    properties.putAll(more);
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesSupplier(() -> properties)
        .build()
        .getOpenTelemetrySdk();
  }

  private Map<String, String> keys() {
    return Map.of(
        "langfuse.public.key", "pk-lf-1",
        "langfuse.secret.key", "sk-lf-1",
        "langfuse.base.url", langfuse.endpoint());
  }

  /** Records a run, and a model call that another library traces, and ends the SDK. */
  private static void run(OpenTelemetrySdk sdk) {
    try (AgentRun run = AgentTracer.builder(sdk)
        .setContentCapture(ContentCapture.ON)
        .build()
        .start(AgentRequest.of("gpt-5", "secret question"))) {
      sdk.getTracer("another.library")
          .spanBuilder("chat gpt-4o")
          .setParent(run.context())
          .setAttribute("gen_ai.operation.name", "chat")
          .setAttribute("gen_ai.provider.name", "openai")
          .setAttribute("gen_ai.request.model", "gpt-4o")
          .setAttribute("gen_ai.usage.input_tokens", 1_000)
          .setAttribute("gen_ai.usage.output_tokens", 100)
          .startSpan()
          .end();
    }
    sdk.shutdown().join(SECONDS_TO_STOP, TimeUnit.SECONDS);
  }

  private static ReceivedSpan named(String name, OtlpReceiver receiver) {
    List<ReceivedSpan> found =
        receiver.spans().stream().filter(span -> span.name().equals(name)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void nothingSet_changesNothing() {
    run(sdk(Map.of()));

    assertThat(langfuse.requests()).isEmpty();
    assertThat(named("invoke_agent agent", backend).attributes().toString())
        .contains("secret question");
    assertThat(named("chat gpt-4o", backend).attributes()).hasSize(5);
  }

  @Test
  void keys_addLangfuse() {
    run(sdk(keys()));

    assertThat(named("invoke_agent agent", langfuse).attributes())
        .containsEntry("langfuse.observation.type", "agent");
    assertThat(named("chat gpt-4o", langfuse).attributes())
        .containsEntry("langfuse.observation.type", "generation");
    assertThat(backend.spans()).hasSize(2);
  }

  @Test
  void keys_addNothingWhereTheUserSaysSo() {
    Map<String, String> settings = new HashMap<>(keys());
    settings.put("langfuse.autoconfigure", "false");

    run(sdk(settings));

    assertThat(langfuse.requests()).isEmpty();
    assertThat(backend.spans()).hasSize(2);
  }

  @Test
  void disabledSdk_startsNothing() {
    Map<String, String> settings = new HashMap<>(keys());
    settings.put("otel.sdk.disabled", "true");
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    run(sdk(settings));

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .noneMatch(thread -> thread.getName().contains("langfuse"));
    assertThat(langfuse.requests()).isEmpty();
  }

  @Test
  void contentForLangfuse_isKeptFromTheOthers() {
    Map<String, String> settings = new HashMap<>(keys());
    settings.put("spoor.content.export", "langfuse");

    run(sdk(settings));

    assertThat(named("invoke_agent agent", langfuse).attributes().toString())
        .contains("secret question");
    assertThat(named("invoke_agent agent", backend).attributes().toString())
        .doesNotContain("secret");
  }

  @Test
  void foreignCost_pricesOtherLibraries() {
    run(sdk(Map.of("spoor.foreign.cost", "true")));

    // 1,000 x $2.50 / 1M and 100 x $10 / 1M
    assertThat(named("chat gpt-4o", backend).attribute("gen_ai.usage.cost")).isEqualTo(0.0035);
  }

  @Test
  void keepSlowerThan_keepsWhatIsNotSampled() {
    Map<String, String> settings =
        Map.of("otel.traces.sampler", "always_off", "spoor.keep.slower.than", "1ms");
    OpenTelemetrySdk sdk = sdk(settings);
    var clock = sdk.getTracer("t").spanBuilder("root").setNoParent();
    clock.setStartTimestamp(1, TimeUnit.SECONDS).startSpan().end(3, TimeUnit.SECONDS);
    clock
        .setStartTimestamp(1_000_000, TimeUnit.NANOSECONDS)
        .startSpan()
        .end(1_000_100, TimeUnit.NANOSECONDS);
    sdk.shutdown().join(SECONDS_TO_STOP, TimeUnit.SECONDS);

    assertThat(named("root", backend).duration()).hasSeconds(2);
  }

  @Test
  void wrongSettings_areOneReadableError() {
    assertThatThrownBy(() -> sdk(Map.of(
            "spoor.content.export", "nobody",
            "langfuse.secret.key", "sk-lf-1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SPOOR_CONTENT_EXPORT is 'nobody', expected")
        .hasMessageContaining("LANGFUSE_PUBLIC_KEY")
        .hasMessageNotContaining("sk-lf-1");
  }
}
