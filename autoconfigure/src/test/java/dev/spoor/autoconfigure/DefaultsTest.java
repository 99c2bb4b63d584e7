// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DefaultsTest {
  private static Map<String, String> of(@Nullable Profile profile, Map<String, String> given) {
    return Defaults.of(DefaultConfigProperties.createFromMap(given), profile);
  }

  @Test
  void withoutAnything_everyTraceIsSampled_andNothingExported() {
    assertThat(of(null, Map.of()))
        .containsEntry("otel.traces.exporter", "none")
        .containsEntry("otel.metrics.exporter", "none")
        .containsEntry("otel.logs.exporter", "none")
        .containsEntry("otel.traces.sampler", "parentbased_always_on");
  }

  @Test
  void endpointOfOneSignal_impliesItsExporterAlone() {
    assertThat(of(null, Map.of("otel.exporter.otlp.traces.endpoint", "http://x:4318/v1/traces")))
        .containsEntry("otel.traces.exporter", "otlp")
        .containsEntry("otel.metrics.exporter", "none")
        .containsEntry("otel.exporter.otlp.protocol", "http/protobuf");
  }

  @Test
  void prometheusPort_impliesPrometheus_besideOtlp() {
    assertThat(of(null, Map.of("otel.exporter.prometheus.port", "9000")))
        .containsEntry("otel.metrics.exporter", "prometheus");
    assertThat(of(
            null,
            Map.of(
                "otel.exporter.prometheus.port",
                "9000",
                "otel.exporter.otlp.endpoint",
                "http://x:4318")))
        .containsEntry("otel.metrics.exporter", "otlp,prometheus");
  }

  @Test
  void production_samplesOneInTen_unlessTheUserSaysOtherwise() {
    assertThat(of(Profile.PRODUCTION, Map.of()))
        .containsEntry("otel.traces.sampler", "parentbased_traceidratio")
        .containsEntry("otel.traces.sampler.arg", "0.1");
    assertThat(of(Profile.PRODUCTION, Map.of("otel.traces.sampler", "always_on")))
        .doesNotContainKeys("otel.traces.sampler", "otel.traces.sampler.arg");
    assertThat(of(Profile.PRODUCTION, Map.of("otel.traces.sampler.arg", "0.5")))
        .containsEntry("otel.traces.sampler", "parentbased_traceidratio")
        .doesNotContainKey("otel.traces.sampler.arg");
  }

  @Test
  void ratioAlone_impliesItsSampler() {
    assertThat(of(null, Map.of("otel.traces.sampler.arg", "0.5")))
        .containsEntry("otel.traces.sampler", "parentbased_traceidratio");
  }

  @Test
  void development_printsEverything_besideWhatIsSent() {
    assertThat(of(Profile.DEVELOPMENT, Map.of("otel.exporter.otlp.endpoint", "http://x:4318")))
        .containsEntry("otel.traces.exporter", "otlp,console")
        .containsEntry("otel.metrics.exporter", "otlp,console")
        .containsEntry("otel.metric.export.interval", "5000");
  }
}
