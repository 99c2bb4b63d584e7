// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private final Map<String, String> variables =
      new HashMap<>(Map.of("LANGFUSE_PUBLIC_KEY", "pk-lf-1", "LANGFUSE_SECRET_KEY", "sk-lf-2"));

  private LangfuseSpanProcessorBuilder builder() {
    return LangfuseSpanProcessor.builder().setVariables(variables::get);
  }

  private LangfuseSettings settings() {
    return new LangfuseSettings(builder());
  }

  @Test
  void defaults_areThoseOfTheOfficialSdks() {
    LangfuseSettings settings = settings();

    assertThat(settings.tracesEndpoint())
        .isEqualTo(URI.create("https://cloud.langfuse.com/api/public/otel/v1/traces"));
    assertThat(settings.batchLimit).isEqualTo(512);
    assertThat(settings.maxQueueSize).isEqualTo(2048);
    assertThat(settings.flushInterval).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.timeout).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.sampleRate).isEqualTo(1);
    assertThat(settings.environment).isNull();
    assertThat(settings.release).isNull();
    assertThat(settings.mediaUpload).isTrue();
    assertThat(settings.gzip).isTrue();
  }

  @Test
  void everyVariable_isRead() {
    variables.putAll(Map.of(
        "LANGFUSE_BASE_URL", "http://localhost:3000/",
        "LANGFUSE_OTEL_TRACES_EXPORT_PATH", "otel/traces",
        "LANGFUSE_FLUSH_AT", "15",
        "LANGFUSE_FLUSH_INTERVAL", "0.5",
        "LANGFUSE_TIMEOUT", "7",
        "LANGFUSE_TRACING_ENVIRONMENT", "staging",
        "LANGFUSE_RELEASE", "r1",
        "LANGFUSE_SAMPLE_RATE", "0.25",
        "LANGFUSE_MEDIA_UPLOAD_ENABLED", "false",
        "LANGFUSE_MEDIA_UPLOAD_THREAD_COUNT", "3"));
    variables.putAll(Map.of(
        "LANGFUSE_OTEL_MAX_BATCH_SIZE_BYTES", "100000",
        "LANGFUSE_MAX_QUEUE_SIZE", "99",
        "LANGFUSE_DEBUG", "true"));

    LangfuseSettings settings = settings();

    assertThat(settings.tracesEndpoint())
        .isEqualTo(URI.create("http://localhost:3000/otel/traces"));
    assertThat(settings.batchLimit).isEqualTo(15);
    assertThat(settings.flushInterval).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.timeout).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.environment).isEqualTo("staging");
    assertThat(settings.release).isEqualTo("r1");
    assertThat(settings.sampleRate).isEqualTo(0.25);
    assertThat(settings.mediaUpload).isFalse();
    assertThat(settings.mediaThreads).isEqualTo(3);
    assertThat(settings.maxBatchBytes).isEqualTo(100000);
    assertThat(settings.maxQueueSize).isEqualTo(99);
    assertThat(settings.logLevel).isEqualTo(Notices.Level.DEBUG);
    assertThat(settings.gzip).as("packing for this machine").isFalse();
  }

  @Test
  void builder_winsOverVariables() {
    variables.put("LANGFUSE_BASE_URL", "https://a.example");
    variables.put("LANGFUSE_FLUSH_AT", "1");

    var settings = new LangfuseSettings(
        builder().setBaseUrl("https://b.example").setFlushAt(2).setPublicKey("pk-lf-own"));

    assertThat(settings.baseUrl).isEqualTo(URI.create("https://b.example"));
    assertThat(settings.batchLimit).isEqualTo(2);
    assertThat(settings.publicKey).isEqualTo("pk-lf-own");
  }

  @Test
  void flushAtOfZero_isAsIfItWereNotSet() {
    variables.put("LANGFUSE_FLUSH_AT", "0");
    assertThat(settings().batchLimit).isEqualTo(512);
    variables.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "64");
    assertThat(settings().batchLimit).isEqualTo(64);
  }

  @Test
  void olderNames_areReadLast() {
    variables.put("LANGFUSE_HOST", "https://host.example");
    assertThat(settings().baseUrl).isEqualTo(URI.create("https://host.example"));
    variables.put("LANGFUSE_BASEURL", "https://old.example");
    assertThat(settings().baseUrl).isEqualTo(URI.create("https://old.example"));
    variables.put("LANGFUSE_BASE_URL", "https://new.example");
    assertThat(settings().baseUrl).isEqualTo(URI.create("https://new.example"));
  }

  @Test
  void openTelemetrysVariables_areTheDefaults() {
    variables.putAll(Map.of(
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "64",
        "OTEL_BSP_SCHEDULE_DELAY", "1500",
        "OTEL_BSP_MAX_QUEUE_SIZE", "4096"));

    assertThat(settings().batchLimit).isEqualTo(64);
    assertThat(settings().flushInterval).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings().maxQueueSize).isEqualTo(4096);
    variables.put("OTEL_BSP_SCHEDULE_DELAY", "2s");
    assertThat(settings().flushInterval).isEqualTo(Duration.ofSeconds(2));
    variables.put("OTEL_BSP_SCHEDULE_DELAY", "soon");
    assertThatThrownBy(this::settings).hasMessageContaining("OTEL_BSP_SCHEDULE_DELAY is soon");
  }

  @Test
  void release_isTheCommitThatABuildServiceTells() {
    variables.put("GITHUB_SHA", "abc");

    assertThat(settings().release).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"})
  void missingKey_isRefusedWithTheNameOfTheVariable(String variable) {
    variables.remove(variable);

    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable)
        .hasMessageContaining("LANGFUSE_TRACING_ENABLED=false");
  }

  @Test
  void swappedKeys_areRefusedWithoutShowingThem() {
    variables.put("LANGFUSE_PUBLIC_KEY", "sk-lf-very-secret");

    assertThatThrownBy(() -> builder().build())
        .hasMessageContaining("swap")
        .hasMessageNotContaining("very-secret");
  }

  @Test
  void keyWithALineBreak_isRefusedWithoutShowingIt() {
    variables.put("LANGFUSE_SECRET_KEY", "sk-lf-very-secret\n");

    assertThatThrownBy(() -> builder().build())
        .hasMessageContaining("LANGFUSE_SECRET_KEY")
        .hasMessageNotContaining("very-secret");
  }

  @Test
  void disabled_needsNoKeysAndDoesNothing() {
    variables.clear();
    variables.put("LANGFUSE_TRACING_ENABLED", "false");
    variables.put("LANGFUSE_FLUSH_AT", "many");
    variables.put("LANGFUSE_BASE_URL", "nowhere");

    try (LangfuseSpanProcessor processor = builder().build()) {
      assertThat(processor.isStartRequired()).isFalse();
      assertThat(processor.isEndRequired()).isFalse();
      assertThat(processor.forceFlush(Duration.ofSeconds(1))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LANGFUSE_FLUSH_AT, -1",
    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE, 0",
    "LANGFUSE_FLUSH_AT, many",
    "LANGFUSE_FLUSH_INTERVAL, -1",
    "LANGFUSE_TIMEOUT, soon",
    "LANGFUSE_SAMPLE_RATE, 1.5",
    "LANGFUSE_SAMPLE_RATE, NaN",
    "LANGFUSE_TRACING_ENVIRONMENT, Production",
    "LANGFUSE_TRACING_ENVIRONMENT, langfuse-x",
    "LANGFUSE_TRACING_ENABLED, perhaps",
    "LANGFUSE_LOG_LEVEL, LOUD",
    "LANGFUSE_MEDIA_UPLOAD_THREAD_COUNT, 0",
    "LANGFUSE_BASE_URL, cloud.langfuse.com",
    "LANGFUSE_BASE_URL, ftp://x.example",
    "LANGFUSE_BASE_URL, https://user:password@x.example",
    "LANGFUSE_OTEL_TRACES_EXPORT_PATH, a b"
  })
  void badValue_isRefusedWithTheNameOfTheVariable(String variable, String value) {
    variables.put(variable, value);

    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable)
        .hasMessageNotContaining("password@");
  }

  @Test
  void header_thatWouldBreakTheRequest_isRefused() {
    assertThatThrownBy(() -> builder().addHeader("X-A", "b\r\nX-C: d"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().addHeader("Host", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_showsNoKey() {
    try (LangfuseSpanProcessor processor =
        builder().setShutdownTimeout(Duration.ofMillis(50)).build()) {
      assertThat(processor.toString()).doesNotContain("pk-lf-1", "sk-lf-2");
    }
  }
}
