// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import dev.spoor.langfuse.LangfuseSpanProcessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One {@link ExportMode}, measured once warm: prints nanoseconds and bytes a span. */
public final class ExportRun {
  private static final int BATCH = 512;
  private static final int WARM_UP = 2_000;
  private static final int BATCHES = 2_000;
  private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(23);

  private ExportRun() {}

  /** Arguments: mode and the server's address. */
  public static void main(String[] args) {
    var mode = ExportMode.valueOf(args[0]);
    List<ReadableSpan> spans = spans(mode.isGenerations());
    Runnable sending = mode.isLangfuse() ? langfuse(args[1], spans) : exporter(args[1], spans);
    run(sending, WARM_UP);
    Usage before = Usage.now();
    run(sending, BATCHES);
    Usage used = Usage.now().since(before);
    long sent = (long) BATCHES * BATCH;
    System.out.println(used.cpuNanos() / sent + " " + used.bytes() / sent);
    System.exit(0);
  }

  private static void run(Runnable sending, int batches) {
    for (int i = 0; i < batches; i++) {
      sending.run();
    }
  }

  private static Runnable langfuse(String url, List<ReadableSpan> spans) {
    LangfuseSpanProcessor processor = LangfuseSpanProcessor.builder()
        .setPublicKey("pk-lf-bench")
        .setSecretKey("sk-lf-bench")
        .setBaseUrl(url)
        .setEnvironment("bench")
        .setRelease("1")
        .setExportFilter(span -> true)
        .build();
    return () -> {
      spans.forEach(processor::onEnd);
      check(processor.forceFlush().join(10, TimeUnit.SECONDS).isSuccess());
    };
  }

  /** The exporter alone: its batch processor would lose spans between two flushes. */
  private static Runnable exporter(String url, List<ReadableSpan> spans) {
    var exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(url + "/v1/traces").build();
    List<SpanData> batch = new ArrayList<>();
    return () -> {
      batch.clear();
      spans.forEach(span -> batch.add(span.toSpanData()));
      check(exporter.export(batch).join(10, TimeUnit.SECONDS).isSuccess());
    };
  }

  private static void check(boolean delivered) {
    if (!delivered) {
      throw new IllegalStateException("A batch was not delivered");
    }
  }

  private static List<ReadableSpan> spans(boolean generations) {
    List<ReadableSpan> spans = new ArrayList<>();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(SpanProcessor.composite()).build()) {
      for (int i = 0; i < BATCH; i++) {
        Span span = provider.get("dev.spoor").spanBuilder("chat m").startSpan();
        if (generations) {
          describeCall(span);
        } else {
          span.setAttribute("a.input", TEXT);
          span.setAttribute("a.output", TEXT);
          span.setAttribute("a.number", 1200L);
        }
        span.end();
        if (span instanceof ReadableSpan readable) {
          spans.add(readable);
        }
      }
    }
    return spans;
  }

  private static void describeCall(Span span) {
    span.setAttribute("gen_ai.operation.name", "chat");
    span.setAttribute("gen_ai.provider.name", "anthropic");
    span.setAttribute("gen_ai.response.model", "claude-sonnet-4-5");
    span.setAttribute("gen_ai.usage.input_tokens", 1200L);
    span.setAttribute("gen_ai.usage.cache_read.input_tokens", 1000L);
    span.setAttribute("gen_ai.usage.output_tokens", 345L);
    span.setAttribute("gen_ai.input.messages", TEXT);
    span.setAttribute("gen_ai.output.messages", TEXT);
  }
}
