// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.testing.OtlpReceiver;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A processor in a real SDK that sends to a real server on this machine. */
final class Rig implements AutoCloseable {
  static final String PUBLIC = "pk-lf-test";
  static final String SECRET = "sk-lf-test";

  final LangfuseSpanProcessor processor;
  final SdkTracerProvider provider;

  static Rig at(OtlpReceiver receiver) {
    return at(receiver.endpoint(), builder -> {});
  }

  static Rig at(OtlpReceiver receiver, Consumer<LangfuseSpanProcessorBuilder> settings) {
    return at(receiver.endpoint(), settings);
  }

  static Rig at(String url, Consumer<LangfuseSpanProcessorBuilder> settings) {
    return new Rig(url, settings);
  }

  private Rig(String url, Consumer<LangfuseSpanProcessorBuilder> settings) {
    LangfuseSpanProcessorBuilder builder = LangfuseSpanProcessor.builder()
        .setVariables(Map.<String, String>of()::get)
        .setPublicKey(PUBLIC)
        .setSecretKey(SECRET)
        .setBaseUrl(url)
        .setMeterProvider(MeterProvider::noop)
        .setRetryDelays(Duration.ofMillis(10), Duration.ofMillis(100))
        .setShutdownTimeout(Duration.ofSeconds(2));
    settings.accept(builder);
    processor = builder.build();
    provider = SdkTracerProvider.builder().addSpanProcessor(processor).build();
  }

  /** Returns a tracer whose spans go to Langfuse. */
  Tracer tracer() {
    return provider.get("dev.spoor");
  }

  /** Returns a tracer whose spans do not go to Langfuse. */
  Tracer hostTracer() {
    return provider.get("com.example.host");
  }

  Span end(String name) {
    Span span = tracer().spanBuilder(name).startSpan();
    span.end();
    return span;
  }

  void end(int count) {
    for (int i = 0; i < count; i++) {
      end("span");
    }
  }

  void endLarge(int characters) {
    tracer()
        .spanBuilder("large")
        .setAttribute("text", "x".repeat(characters))
        .startSpan()
        .end();
  }

  boolean flush() {
    return processor.forceFlush(Duration.ofSeconds(20));
  }

  LangfuseStatistics statistics() {
    return processor.statistics();
  }

  @Override
  public void close() {
    provider.close();
  }
}
