// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.agent;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.Generation;
import dev.spoor.ToolCall;
import dev.spoor.benchmarks.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A run with one model call, one tool call and their metrics: ours against the same work written by
 * hand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(3)
public class AgentTracerBenchmark {
  @Param({"NOOP", "UNSAMPLED", "SAMPLED"})
  Telemetry telemetry;

  private final Work work = new Work();
  private NaiveAgent naive;
  private TunedAgent tuned;
  private AgentTracer agents;

  @Setup
  public void setUp() {
    OpenTelemetry openTelemetry = telemetry.create();
    naive = new NaiveAgent(openTelemetry);
    tuned = new TunedAgent(openTelemetry, work);
    agents = AgentTracer.builder(openTelemetry)
        .setAgentName(work.agent)
        .setProvider(work.provider)
        .build();
  }

  @Benchmark
  public Object naive() {
    return naive.run(work);
  }

  @Benchmark
  public Object tuned() {
    return tuned.run(work);
  }

  @Benchmark
  public Object spoor() {
    AgentRun run = agents.start(AgentRequest.of(work.model, work.prompt));
    try (Generation generation = run.generation(work.model)) {
      generation.usage(work.usage).finishReason(work.finishReason);
    }
    try (ToolCall call = run.tool(work.tool, work.toolCallId, null)) {
      call.result(work.toolResult);
    }
    run.close();
    return run;
  }
}
