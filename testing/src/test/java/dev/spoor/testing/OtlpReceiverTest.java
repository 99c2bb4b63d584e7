// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpReceiverTest {
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "none"})
  void awaitSpans_decodesWhatAnExporterSends(String compression) {
    try (var provider = provider(compression)) {
      provider
          .get("scope")
          .spanBuilder("work")
          .setSpanKind(SpanKind.CLIENT)
          .setAttribute("count", 3)
          .setAttribute("share", 0.5)
          .setAttribute("on", true)
          .setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b"))
          .startSpan()
          .setStatus(StatusCode.ERROR, "broke")
          .end();
    }

    ReceivedSpan span = receiver.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("work");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.scope()).isEqualTo("scope");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.statusMessage()).isEqualTo("broke");
    assertThat(span.traceId()).hasSize(32);
    assertThat(span.spanId()).hasSize(16);
    assertThat(span.parentSpanId()).isEmpty();
    assertThat(span.duration()).isPositive();
    assertThat(span.resource()).containsKey("telemetry.sdk.name");
    assertThat(span.attributes())
        .isEqualTo(Map.of("count", 3L, "share", 0.5, "on", true, "list", List.of("a", "b")));
  }

  @Test
  void awaitMetric_decodesWhatAnExporterSends() {
    var exporter = OtlpHttpMetricExporter.builder()
        .setEndpoint(receiver.endpoint() + "/v1/metrics")
        .build();
    try (var provider = SdkMeterProvider.builder()
        .registerMetricReader(PeriodicMetricReader.create(exporter))
        .build()) {
      var meter = provider.get("scope");
      meter.counterBuilder("calls").setUnit("{call}").build().add(2);
      meter.histogramBuilder("time").setUnit("s").build().record(1.5);
    }

    var counter = receiver.awaitMetric("calls");
    assertThat(counter.unit()).isEqualTo("{call}");
    assertThat(counter.numbers()).containsExactly(Map.entry(Map.of(), 2.0));
    assertThat(receiver.awaitMetric("time").histograms().values())
        .extracting(HistogramDataPoint::getSum)
        .containsExactly(1.5);
  }

  @Test
  void answerNext_refusesThenTheExporterTriesAgain() {
    receiver.answerNext(Answer.of(503), Answer.none());
    try (var provider = provider("none")) {
      provider.get("scope").spanBuilder("again").startSpan().end();
      assertThat(receiver.awaitSpans(1)).extracting(ReceivedSpan::name).containsExactly("again");
    }

    assertThat(receiver.requests())
        .extracting(ReceivedRequest::status)
        .containsExactly(503, 0, 200);
  }

  @Test
  void answerAlways_waitsAsLongAsItWasTold() throws Exception {
    receiver.answerAlways(
        Answer.of(429).after(Duration.ofMillis(50)).withHeader("Retry-After", "7"));
    long start = System.nanoTime();

    var response = post("/v1/traces", "application/x-protobuf", new byte[0]);

    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(50).toNanos());
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("7");
  }

  @Test
  void requests_refusesWhatIsNotOtlp() throws Exception {
    assertThat(post("/v1/traces", "application/json", new byte[0]).statusCode()).isEqualTo(415);
    assertThat(
            post("/v1/traces", "application/x-protobuf", new byte[] {1, 2, 3}).statusCode())
        .isEqualTo(400);
    assertThat(post("/else", "application/x-protobuf", new byte[0]).statusCode())
        .isEqualTo(404);
    assertThat(receiver.requests().get(0).header("content-type")).isEqualTo("application/json");
  }

  @Test
  void awaitSpans_failsWhenTheyMissTheDeadline() {
    assertThatThrownBy(() -> receiver.awaitSpans(1, Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected 1 within");
  }

  private SdkTracerProvider provider(String compression) {
    var exporter = OtlpHttpSpanExporter.builder()
        .setEndpoint(receiver.endpoint() + "/v1/traces")
        .setCompression(compression)
        .build();
    return SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
        .build();
  }

  private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(receiver.endpoint() + path))
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
