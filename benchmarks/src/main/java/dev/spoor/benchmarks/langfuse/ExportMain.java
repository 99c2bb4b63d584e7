// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import com.sun.management.OperatingSystemMXBean;
import dev.spoor.langfuse.LangfuseSpanProcessor;
import dev.spoor.langfuse.LangfuseSpanProcessorBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Processor time of delivery, in batches of 512 to a server in another process: OpenTelemetry's
 * batch processor and exporter, ours for spans that need environment and release alone, and ours
 * with translation. Then 600,000 spans with a flush every 510: how many arrive. Arguments: rounds.
 */
public final class ExportMain {
  private static final int BATCH = 512;
  private static final int BATCHES = 300;
  private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(23);

  private ExportMain() {}

  /** Measures and prints a table. */
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Process sink = new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Sink.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (var out =
        new BufferedReader(new InputStreamReader(sink.getInputStream(), StandardCharsets.UTF_8))) {
      measure("http://127.0.0.1:" + out.readLine(), rounds);
    } finally {
      sink.destroy();
    }
  }

  private static void measure(String url, int rounds) {
    List<ReadableSpan> plain = spans(false);
    List<ReadableSpan> generations = spans(true);
    for (int round = 0; round < rounds; round++) {
      double base = cpu(exporter(url), plain);
      double host = cpu(langfuse(url).build(), plain);
      double base2 = cpu(exporter(url), generations);
      double translated = cpu(langfuse(url).build(), generations);
      System.out.printf(
          "round %d: plain %.2f us/span, environment only %.2f (%.2fx the spans per cpu second);"
              + " generations: plain %.2f, translated %.2f (%.2fx)%n",
          round, base, host, base / host, base2, translated, base2 / translated);
    }
    loss(url);
  }

  /** The exporter alone: its batch processor would lose spans between two flushes. */
  private static SpanProcessor exporter(String url) {
    return new Plain(
        OtlpHttpSpanExporter.builder().setEndpoint(url + "/v1/traces").build());
  }

  private static LangfuseSpanProcessorBuilder langfuse(String url) {
    return LangfuseSpanProcessor.builder()
        .setPublicKey("pk-lf-bench")
        .setSecretKey("sk-lf-bench")
        .setBaseUrl(url)
        .setEnvironment("bench")
        .setRelease("1")
        .setExportFilter(span -> true);
  }

  private static List<ReadableSpan> spans(boolean generations) {
    List<ReadableSpan> spans = new ArrayList<>();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(SpanProcessor.composite()).build()) {
      for (int i = 0; i < BATCH; i++) {
        Span span = provider.get("dev.spoor").spanBuilder("chat m").startSpan();
        if (generations) {
          span.setAttribute("gen_ai.operation.name", "chat");
          span.setAttribute("gen_ai.provider.name", "anthropic");
          span.setAttribute("gen_ai.response.model", "claude-sonnet-4-5");
          span.setAttribute("gen_ai.usage.input_tokens", 1200L);
          span.setAttribute("gen_ai.usage.cache_read.input_tokens", 1000L);
          span.setAttribute("gen_ai.usage.output_tokens", 345L);
          span.setAttribute("gen_ai.input.messages", TEXT);
          span.setAttribute("gen_ai.output.messages", TEXT);
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

  /** Returns the processor time of this process for one span, in microseconds. */
  private static double cpu(SpanProcessor processor, List<ReadableSpan> spans) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    send(processor, spans, BATCHES / 2);
    long start = system.getProcessCpuTime();
    send(processor, spans, BATCHES);
    long used = system.getProcessCpuTime() - start;
    processor.shutdown().join(10, TimeUnit.SECONDS);
    return used / 1000.0 / (BATCHES * (double) spans.size());
  }

  private static void send(SpanProcessor processor, List<ReadableSpan> spans, int batches) {
    for (int i = 0; i < batches; i++) {
      spans.forEach(processor::onEnd);
      processor.forceFlush().join(10, TimeUnit.SECONDS);
    }
  }

  private static void loss(String url) {
    LangfuseSpanProcessor processor = langfuse(url).build();
    boolean flushed = true;
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(processor).build()) {
      for (int i = 1; i <= 600_000; i++) {
        provider.get("dev.spoor").spanBuilder("s").startSpan().end();
        if (i % 510 == 0) {
          flushed &= processor.forceFlush(Duration.ofSeconds(10));
        }
      }
      flushed &= processor.forceFlush(Duration.ofSeconds(10));
    }
    System.out.println("600000 spans, a flush every 510: delivered "
        + processor.statistics().delivered() + ", lost "
        + processor.statistics().lostInAll()
        + ", every flush a success: " + flushed);
  }

  private static final class Plain implements SpanProcessor {
    private final OtlpHttpSpanExporter exporter;
    private final List<SpanData> spans = new ArrayList<>();

    Plain(OtlpHttpSpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    @Override
    public CompletableResultCode forceFlush() {
      CompletableResultCode result = exporter.export(spans);
      result.join(10, TimeUnit.SECONDS);
      spans.clear();
      return result;
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
