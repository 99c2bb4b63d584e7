// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LangfuseAutoConfigurationTest {
  private static OpenTelemetrySdk sdk(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("otel.traces.exporter", "none");
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> all)
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk();
  }

  @Test
  void keys_areEnough() {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      try (OpenTelemetrySdk sdk = sdk(Map.of(
          "langfuse.public.key", "pk-lf-1",
          "langfuse.secret.key", "sk-lf-1",
          "langfuse.base.url", receiver.endpoint(),
          "langfuse.tracing.environment", "auto"))) {
        sdk.getTracer("dev.spoor").spanBuilder("one").startSpan().end();
      }

      ReceivedSpan span = receiver.spans().get(0);
      assertThat(span.name()).isEqualTo("one");
      assertThat(span.resource()).containsEntry("langfuse.environment", "auto");
    }
  }

  @Test
  void withoutKeys_nothingIsAdded() {
    try (OpenTelemetrySdk sdk = sdk(Map.of())) {
      assertThat(sdk.getSdkTracerProvider().toString()).doesNotContain("Langfuse");
    }
  }

  @Test
  void oneKey_isAnErrorThatNamesTheOther() {
    assertThatThrownBy(() -> sdk(Map.of("langfuse.public.key", "pk-lf-1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGFUSE_SECRET_KEY");
  }
}
