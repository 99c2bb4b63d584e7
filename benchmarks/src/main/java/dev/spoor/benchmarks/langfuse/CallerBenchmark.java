// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import dev.spoor.langfuse.LangfuseSpanProcessor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A span with six attributes, started and ended: with OpenTelemetry's batch processor, and with
 * ours in its place. Both queues are full most of the time, so delivery is not part of it; read the
 * bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(3)
public class CallerBenchmark {
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> PROVIDER =
      AttributeKey.stringKey("gen_ai.provider.name");
  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.response.model");
  private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  private static final AttributeKey<String> CONTENT =
      AttributeKey.stringKey("gen_ai.output.messages");

  /** Which processor the span has. */
  @Param({"batch", "langfuse"})
  public String processor = "";

  private SdkTracerProvider provider = SdkTracerProvider.builder().build();
  private Tracer tracer = provider.get("dev.spoor");

  /** Makes the processor. Nobody listens at its address. */
  @Setup(Level.Trial)
  public void open() {
    SpanProcessor made = processor.equals("batch")
        ? BatchSpanProcessor.builder(new Nowhere()).build()
        : LangfuseSpanProcessor.builder()
            .setPublicKey("pk-lf-bench")
            .setSecretKey("sk-lf-bench")
            .setBaseUrl("http://127.0.0.1:1")
            .build();
    provider = SdkTracerProvider.builder().addSpanProcessor(made).build();
    tracer = provider.get("dev.spoor");
  }

  /** Ends the processor. */
  @TearDown(Level.Trial)
  public void close() {
    provider.close();
  }

  /** Starts and ends a span. */
  @Benchmark
  public Span span() {
    Span span = tracer.spanBuilder("chat m").setNoParent().startSpan();
    span.setAttribute(OPERATION, "chat");
    span.setAttribute(PROVIDER, "anthropic");
    span.setAttribute(MODEL, "claude-sonnet-4-5");
    span.setAttribute(INPUT, 1200L);
    span.setAttribute(OUTPUT, 345L);
    span.setAttribute(CONTENT, "[]");
    span.end();
    return span;
  }

  private static final class Nowhere implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
