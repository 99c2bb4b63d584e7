// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.sse;

import dev.spoor.benchmarks.Telemetry;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseSession;
import dev.spoor.sse.SseSpanRecorder;
import io.opentelemetry.api.OpenTelemetry;
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
import org.openjdk.jmh.annotations.Warmup;

/** A whole session of a hundred events: ours, and the same recorded by hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(3)
public class SseSessionBenchmark {
  private static final int EVENTS = 100;

  private final SseRequest request = SseRequest.of("/api/agent/stream");
  private SseSpanRecorder recorder;
  private HandWrittenSession hand;

  @Setup
  public void setUp() {
    OpenTelemetry openTelemetry = Telemetry.SAMPLED.create();
    recorder = SseSpanRecorder.create(openTelemetry);
    hand = new HandWrittenSession(openTelemetry);
  }

  @TearDown
  public void tearDown() {
    recorder.close();
  }

  @Benchmark
  public Object hand() {
    return hand.run(EVENTS);
  }

  @Benchmark
  public Object spoor() {
    SseSession session = recorder.start(request);
    for (int i = 0; i < EVENTS; i++) {
      session.eventSent("text", 40);
    }
    session.complete();
    return session;
  }
}
