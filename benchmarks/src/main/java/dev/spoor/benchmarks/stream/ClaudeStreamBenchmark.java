// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.stream.ClaudeStream;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads a stream of about one megabyte on one thread into a recorded run, without content capture
 * and without a listener; {@code tokens} is Jackson alone over the same lines, which nothing built
 * on it can beat. The counter {@code megabytes} is in 10^6 bytes a second; divided by the counter
 * {@code cpu}, the share of a core that the thread was given, it is the speed on one whole core,
 * also on a busy machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 3, time = 2)
public class ClaudeStreamBenchmark {
  private static final JsonFactory JSON = new JsonFactory();

  /** Counts what was read, and the processor's time that it took. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Read {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Megabytes read. */
    public double megabytes;

    /** Seconds on a processor. */
    public double cpu;

    private long start;

    /** Begins at 0. */
    @Setup(Level.Iteration)
    public void clear() {
      megabytes = 0;
      cpu = 0;
      start = THREADS.getCurrentThreadCpuTime();
    }

    void add(long bytes) {
      long now = THREADS.getCurrentThreadCpuTime();
      cpu += (now - start) / 1e9;
      start = now;
      megabytes += bytes / 1e6;
    }
  }

  /** Whole messages only, or streamed ones too. */
  @Param({"whole", "partial"})
  public String form = "whole";

  private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
      .setTracerProvider(SdkTracerProvider.builder().build())
      .setMeterProvider(SdkMeterProvider.builder().build())
      .build();
  private final AgentTracer agents = AgentTracer.create(sdk);
  private byte[] stream = new byte[0];

  /** Makes the stream. */
  @Setup
  public void prepare() {
    stream = form.equals("whole") ? StreamJson.whole(130) : StreamJson.partial(110);
  }

  /** Reads the stream into a run. */
  @Benchmark
  public long read(Read read) throws IOException {
    try (AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "fix the build"))) {
      ClaudeStream.of(run).readAll(new ByteArrayInputStream(stream));
      read.add(stream.length);
      return run.totals().hashCode();
    }
  }

  /** Passes over the tokens of the stream. */
  @Benchmark
  public int tokens(Read read) throws IOException {
    int tokens = 0;
    try (JsonParser parser = JSON.createParser(stream)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    read.add(stream.length);
    return tokens;
  }
}
