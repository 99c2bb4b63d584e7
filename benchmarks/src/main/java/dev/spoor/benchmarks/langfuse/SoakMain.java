// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import dev.spoor.langfuse.LangfuseSpanProcessor;
import dev.spoor.langfuse.LangfuseSpanProcessorBuilder;
import dev.spoor.langfuse.LangfuseStatistics;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What delivery promises, at length: 600,000 spans with a flush every 510, a million with a flush
 * every 5, 20,000 spans a second with the default queue, and a server that is away for two minutes.
 * Ends with 1 if a span was lost. Argument: a divisor of all lengths, 1 by default.
 */
public final class SoakMain {
  private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(23);

  private SoakMain() {}

  /** Runs all four and judges them. */
  public static void main(String[] args) throws IOException {
    int divisor = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    boolean kept;
    try (var sink = new SinkProcess()) {
      kept = flushes(sink.url(), 600_000 / divisor, 510)
          && flushes(sink.url(), 1_000_000 / divisor, 5)
          && steady(sink.url(), 20_000, 60 / divisor);
    }
    kept &= outage(Duration.ofMinutes(2).dividedBy(divisor));
    System.exit(kept ? 0 : 1);
  }

  private static boolean flushes(String url, int spans, int spansAFlush) {
    LangfuseSpanProcessor processor = langfuse(url).build();
    boolean flushed = true;
    try (SdkTracerProvider provider = provider(processor)) {
      Tracer tracer = provider.get("dev.spoor");
      for (int i = 1; i <= spans; i++) {
        tracer.spanBuilder("s").startSpan().end();
        if (i % spansAFlush == 0) {
          flushed &= processor.forceFlush(Duration.ofSeconds(30));
        }
      }
      flushed &= processor.forceFlush(Duration.ofSeconds(30));
    }
    return judge(spans + " spans, a flush every " + spansAFlush, processor, spans) && flushed;
  }

  /** Spans of 2 KiB, {@code rate} a second, for {@code seconds}. */
  private static boolean steady(String url, int rate, int seconds) {
    LangfuseSpanProcessor processor = langfuse(url).build();
    long spans = (long) rate * seconds;
    long start = System.nanoTime();
    try (SdkTracerProvider provider = provider(processor)) {
      Tracer tracer = provider.get("dev.spoor");
      for (long i = 0; i < spans; i++) {
        long due = start + i * 1_000_000_000L / rate;
        while (System.nanoTime() - due < 0) {
          LockSupport.parkNanos(100_000);
        }
        call(tracer);
      }
    }
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return judge(rate + " spans a second for " + took + " ms", processor, spans);
  }

  private static void call(Tracer tracer) {
    tracer
        .spanBuilder("chat m")
        .startSpan()
        .setAttribute("gen_ai.operation.name", "chat")
        .setAttribute("gen_ai.response.model", "claude-sonnet-4-5")
        .setAttribute("gen_ai.usage.input_tokens", 1200L)
        .setAttribute("gen_ai.usage.output_tokens", 345L)
        .setAttribute("gen_ai.input.messages", TEXT)
        .setAttribute("gen_ai.output.messages", TEXT)
        .end();
  }

  /** Ends 2,000 spans, as many as the queue has room for, while nobody listens. */
  private static boolean outage(Duration away) throws IOException {
    String url;
    try (var gone = new SinkProcess()) {
      url = gone.url();
    }
    LangfuseSpanProcessor processor = langfuse(url).build();
    int spans = 2_000;
    boolean early;
    boolean late;
    try (SdkTracerProvider provider = provider(processor)) {
      Tracer tracer = provider.get("dev.spoor");
      for (int i = 0; i < spans; i++) {
        call(tracer);
      }
      early = processor.forceFlush(Duration.ofSeconds(1));
      LockSupport.parkNanos(away.toNanos());
      try (var back = new SinkProcess(URI.create(url).getPort())) {
        long start = System.nanoTime();
        late = processor.forceFlush(Duration.ofSeconds(60));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.out.println(back.url() + " was away for " + away.toSeconds()
            + " s; all was delivered " + took + " ms after its return");
      }
    }
    return judge("an outage", processor, spans) && late && !early;
  }

  private static boolean judge(String what, LangfuseSpanProcessor processor, long spans) {
    LangfuseStatistics statistics = processor.statistics();
    System.out.println(
        what + ": delivered " + statistics.delivered() + ", lost " + statistics.lost());
    return statistics.delivered() == spans && statistics.lostInAll() == 0;
  }

  private static LangfuseSpanProcessorBuilder langfuse(String url) {
    return LangfuseSpanProcessor.builder()
        .setPublicKey("pk-lf-bench")
        .setSecretKey("sk-lf-bench")
        .setBaseUrl(url);
  }

  private static SdkTracerProvider provider(LangfuseSpanProcessor processor) {
    return SdkTracerProvider.builder().addSpanProcessor(processor).build();
  }
}
