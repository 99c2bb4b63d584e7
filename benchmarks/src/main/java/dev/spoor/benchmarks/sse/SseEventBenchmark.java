// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.sse;

import dev.spoor.benchmarks.Telemetry;
import dev.spoor.sse.SseSession;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.SseWriter;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What one event of a stream costs: counted by us, and by a counter of OpenTelemetry. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(3)
public class SseEventBenchmark {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("type");

  private final Attributes cached = Attributes.of(TYPE, "text");
  private SseSpanRecorder recorder;
  private SseSession session;
  private SseWriter writer;
  private LongCounter counter;

  @Setup
  public void setUp() {
    OpenTelemetry openTelemetry = Telemetry.SAMPLED.create();
    counter = openTelemetry.getMeter("hand").counterBuilder("sse.events").build();
    recorder = SseSpanRecorder.create(openTelemetry);
    session = recorder.start("/api/agent/stream");
    writer = recorder.start("/api/agent/stream").writer(OutputStream.nullOutputStream());
  }

  @TearDown
  public void tearDown() {
    recorder.close();
  }

  @Benchmark
  public void counterWithAttributesMadePerCall() {
    counter.add(1, Attributes.of(TYPE, "text"));
  }

  @Benchmark
  public void counterWithCachedAttributes() {
    counter.add(1, cached);
  }

  @Benchmark
  public void spoor() {
    session.eventSent("text", 40);
  }

  @Benchmark
  @Threads(2)
  public void spoorFromTwoThreads() {
    session.eventSent("text", 40);
  }

  /** Encoding and counting, to a stream that throws the bytes away. */
  @Benchmark
  public void spoorWriter() throws IOException {
    writer.send("text", "{\"text\":\"a token of an answer\"}");
  }
}
