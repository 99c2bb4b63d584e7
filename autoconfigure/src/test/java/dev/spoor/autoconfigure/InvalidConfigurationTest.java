// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static AgentObservabilityBuilder builder() {
    return AgentObservability.builder().setShutdownHook(false).setGlobal(false);
  }

  @ParameterizedTest
  @CsvSource({
    "otel.traces.exporter, otpl",
    "otel.metrics.exporter, prometeus",
    "otel.logs.exporter, file",
    "otel.traces.sampler, always",
    "otel.traces.sampler.arg, 10%",
    "otel.traces.sampler.arg, 1.5",
    "otel.exporter.otlp.protocol, http",
    "otel.exporter.otlp.traces.protocol, protobuf",
    "otel.exporter.otlp.endpoint, localhost:4318",
    "otel.exporter.otlp.metrics.endpoint, ftp://host/x",
    "otel.bsp.schedule.delay, soon",
    "otel.metric.export.interval, -5s",
    "otel.bsp.max.queue.size, many",
    "otel.bsp.max.queue.size, 0",
    "otel.blrp.max.export.batch.size, 0",
    "otel.metric.export.interval, 0",
    "otel.exporter.otlp.compression, brotli",
    "otel.exporter.otlp.traces.certificate, /no/such.pem",
    "otel.exporter.otlp.timeout, never",
    "otel.exporter.otlp.metrics.temporality.preference, weird",
    "otel.propagators, w3c",
    "otel.java.metrics.cardinality.limit, x",
    "otel.config.file, otel.yaml",
    "otel.bsp.max.export.batch.size, 4096",
    "otel.exporter.prometheus.port, 94640",
    "otel.resource.attributes, prod",
    "otel.sdk.disabled, yes",
    "spoor.profile, staging",
    "spoor.content.export, none",
    "spoor.foreign.cost, on",
    "spoor.keep.errors, 1",
    "spoor.keep.slower.than, slow",
    "spoor.keep.costlier.than, $5",
    "spoor.shutdown.timeout, 0",
    "langfuse.public.key, pk-lf-1"
  })
  void everySetting_isNamedWithItsValueAndARemedy(String property, String value) {
    var refusal = catchThrowableOfType(
        InvalidConfigurationException.class,
        () -> builder().setProperty(property, value).start());

    assertThat(refusal.problems()).hasSize(1);
    ConfigurationProblem problem = refusal.problems().get(0);
    if (property.startsWith("langfuse")) {
      assertThat(problem.variable()).isEqualTo("LANGFUSE_SECRET_KEY");
      assertThat(refusal).message().doesNotContain(value);
    } else {
      assertThat(problem.variable()).isEqualTo(Setting.variableOf(property));
      assertThat(refusal).message().contains(problem.variable() + " is '" + value + "'");
    }
    assertThat(problem.expected()).isNotEmpty();
    assertThat(problem.remedy()).endsWith(".");
  }

  @Test
  void everythingThatIsWrong_isOneReport() {
    assertThatThrownBy(() -> builder()
            .setProperty("otel.traces.sampler.arg", "2")
            .setProperty("spoor.profile", "prod")
            .setProperty("langfuse.secret.key", "sk-lf-very-secret")
            .start())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("""
            Telemetry cannot start with these settings:
              - SPOOR_PROFILE is 'prod', expected one of production, development, test.\
             Choose one, or leave it unset.
              - LANGFUSE_PUBLIC_KEY is not set, expected the other half of the key pair,\
             as LANGFUSE_SECRET_KEY is set. Copy it from the project's settings in Langfuse,\
             or set LANGFUSE_TRACING_ENABLED=false.
              - OTEL_TRACES_SAMPLER_ARG is '2', expected a share from 0 to 1.\
             Set OTEL_TRACES_SAMPLER_ARG=0.1 for one trace in ten.""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp,otlp", "none,otlp"})
  void exporters_areEachNamedOnce_andNoneAlone(String names) {
    assertThatThrownBy(
            () -> builder().setProperty("otel.traces.exporter", names).start())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("OTEL_TRACES_EXPORTER is '" + names + "', expected each name once");
  }

  @Test
  void blanks_countAsNotSet() {
    try (var observability = builder()
        .setProperty("otel.exporter.otlp.endpoint", "  ")
        .setProperty("otel.exporter.otlp.traces.protocol", " ")
        .setProperty("otel.exporter.otlp.compression", " ")
        .setProperty("otel.traces.sampler.arg", " ")
        .setProperty("spoor.profile", " ")
        .setProperty("langfuse.public.key", " ")
        .start()) {
      assertThat(observability.forceFlush(PATIENCE)).isTrue();
    }
  }

  @Test
  void portThatIsTaken_isNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThatThrownBy(() -> builder()
              .setProperty("otel.exporter.prometheus.host", "127.0.0.1")
              .setProperty("otel.exporter.prometheus.port", port)
              .start())
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageContaining("OTEL_EXPORTER_PROMETHEUS_PORT is '" + port + "', expected a port");
    }
  }

  @Test
  void passwordInAnAddress_isNotShown() {
    assertThatThrownBy(() -> builder()
            .setProperty("otel.exporter.otlp.endpoint", "ftp://user:very-secret@host/x?key=hush")
            .start())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT is 'ftp://(hidden)@host/x?(hidden)'")
        .hasMessageNotContaining("very-secret")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k=very\u00e9secret", "k=very%0Asecret", "bad name=secret", "k=%zzsecret"})
  void headersThatHttpDoesNotAllow_areRefused_andNotShown(String headers) {
    assertThatThrownBy(
            () -> builder().setProperty("otel.exporter.otlp.headers", headers).start())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS is '(hidden)'")
        .hasMessageNotContaining("secret");
  }

  @Test
  void headers_areNeverShown() {
    assertThatThrownBy(() -> builder()
            .setProperty("otel.exporter.otlp.headers", "Authorization Bearer very-secret")
            .start())
        .hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS is '(hidden)'")
        .hasMessageNotContaining("very-secret");
  }

  @Test
  void priceFile_isCheckedAtTheStart(@TempDir Path directory) {
    assertThatThrownBy(() -> builder()
            .setProperty("spoor.prices", directory.resolve("missing.txt").toString())
            .start())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("SPOOR_PRICES is")
        .hasMessageContaining("missing.txt");
  }

  @Test
  void langfuseSetting_isReportedWithItsName() {
    assertThatThrownBy(() -> builder()
            .setProperty("langfuse.public.key", "pk-lf-1")
            .setProperty("langfuse.secret.key", "sk-lf-very-secret")
            .setProperty("langfuse.flush.at", "-1")
            .start())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("LANGFUSE_FLUSH_AT")
        .hasMessageNotContaining("very-secret");
  }

  @Test
  void whatIsSwitchedOff_isNotAskedForKeys() {
    try (var observability = builder()
        .setProperty("langfuse.public.key", "pk-lf-1")
        .setProperty("langfuse.tracing.enabled", "false")
        .start()) {
      assertThat(observability.langfuseProcessor()).isNull();
    }
  }

  @Test
  void aRefusedStart_leavesNoThread() throws InterruptedException {
    assertThatThrownBy(() -> builder()
            .setProperty("langfuse.public.key", "pk-lf-1")
            .setProperty("langfuse.secret.key", "sk-lf-1")
            .setProperty("otel.traces.sampler", "never")
            .start())
        .isInstanceOf(InvalidConfigurationException.class);

    for (Thread thread : threads()) {
      if (thread.getName().contains("langfuse")) {
        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).as("%s", thread).isFalse();
      }
    }
  }

  private static Thread[] threads() {
    var threads = new Thread[Thread.activeCount() * 2];
    int count = Thread.enumerate(threads);
    return java.util.Arrays.copyOf(threads, count);
  }
}
