// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import dev.spoor.cost.TokenUsage;
import dev.spoor.langfuse.LangfuseSpanProcessor;
import dev.spoor.langfuse.LangfuseTracer;
import dev.spoor.langfuse.Observation;
import dev.spoor.langfuse.ObservationType;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trees of an agent, a tool and a generation, delivered, with a flush every 170 trees. Prints
 * processor time in microseconds a tree, of the whole process and of its second half, and the most
 * memory that was resident in MiB. Fails if a span was lost.
 */
public final class TreeRun {
  private static final int TREES_A_FLUSH = 170;
  private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(20);
  private static final TokenUsage USAGE =
      TokenUsage.builder().setInput(1200).setCacheRead(1000).setOutput(345).build();

  private TreeRun() {}

  /** Arguments: the server's address and the number of trees. */
  public static void main(String[] args) throws IOException {
    int trees = Integer.parseInt(args[1]);
    LangfuseSpanProcessor processor = LangfuseSpanProcessor.builder()
        .setPublicKey("pk-lf-bench")
        .setSecretKey("sk-lf-bench")
        .setBaseUrl(args[0])
        .setEnvironment("bench")
        .setRelease("1")
        .build();
    Usage half;
    Usage end;
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(processor).build()) {
      LangfuseTracer tracer = LangfuseTracer.create(
          OpenTelemetrySdk.builder().setTracerProvider(provider).build());
      work(tracer, processor, trees / 2);
      half = Usage.now();
      work(tracer, processor, trees / 2);
      end = Usage.now();
    }
    long delivered = processor.statistics().delivered();
    if (delivered != 3L * trees) {
      throw new IllegalStateException(delivered + " of " + 3L * trees + " spans were delivered");
    }
    System.out.printf(
        Locale.ROOT,
        "%.1f %.1f %d%n",
        Usage.now().cpuNanos() / 1000.0 / trees,
        end.since(half).cpuNanos() / 1000.0 / (trees / 2.0),
        peakMebibytes());
  }

  private static void work(LangfuseTracer tracer, LangfuseSpanProcessor processor, int trees) {
    for (int i = 1; i <= trees; i++) {
      tree(tracer);
      if (i % TREES_A_FLUSH == 0 && !processor.forceFlush(Duration.ofSeconds(10))) {
        throw new IllegalStateException("A flush failed");
      }
    }
    processor.forceFlush(Duration.ofSeconds(10));
  }

  private static void tree(LangfuseTracer tracer) {
    try (Observation agent = tracer.start("planner", ObservationType.AGENT)) {
      agent.input(Map.of("task", TEXT));
      try (Observation tool = agent.start("bash", ObservationType.TOOL)) {
        tool.input(Map.of("command", "ls")).output(Map.of("stdout", "a b c", "code", 0));
      }
      try (Observation call = agent.start("chat", ObservationType.GENERATION)) {
        call.input(List.of(Map.of("role", "user", "content", TEXT)))
            .model("claude-sonnet-4-5")
            .output(Map.of("role", "assistant", "content", TEXT))
            .usage(USAGE);
      }
      agent.output(Map.of("answer", TEXT));
    }
  }

  /** Returns the peak as Linux tells it; 0 elsewhere. */
  private static long peakMebibytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
