// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/** The instruments of one tracer, with the bucket boundaries that the GenAI conventions give. */
final class Instruments {
  private static final List<Double> CALL_SECONDS = List.of(
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  private static final List<Double> AGENT_SECONDS =
      List.of(0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6);
  private static final List<Long> CALLS = List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L);
  private static final List<Long> TOKEN_COUNTS = List.of(
      1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L, 262144L, 1048576L, 4194304L, 16777216L,
      67108864L);

  final LongCounter executions;
  final LongCounter tokens;
  final DoubleCounter cost;
  final LongCounter tools;
  final LongCounter dropped;
  final DoubleHistogram agentDuration;
  final LongHistogram agentToolCalls;
  final LongHistogram agentInferenceCalls;
  final DoubleHistogram toolDuration;
  final DoubleHistogram operationDuration;
  final LongHistogram tokenUsage;
  final DoubleHistogram firstChunk;
  final DoubleHistogram outputChunk;

  Instruments(Meter meter) {
    executions = counter(
        meter,
        GenAi.EXECUTIONS,
        "{execution}",
        "Agent runs that ended, nested agents not counted.");
    tokens =
        counter(meter, GenAi.TOKENS, "{token}", "Tokens used, each counted once under one type.");
    cost = meter
        .counterBuilder(GenAi.COST)
        .ofDoubles()
        .setUnit("{USD}")
        .setDescription("Money spent on models, in US dollars.")
        .build();
    tools = counter(meter, GenAi.TOOLS, "{call}", "Tool calls that ended.");
    dropped = counter(
        meter, GenAi.DROPPED, "{item}", "Telemetry that could not be recorded and was dropped.");
    agentDuration =
        seconds(meter, GenAi.AGENT_DURATION, "Duration of an agent's run.", AGENT_SECONDS);
    agentToolCalls = counts(
        meter, GenAi.AGENT_TOOL_CALLS, "{tool_call}", "Tool calls of one agent's run.", CALLS);
    agentInferenceCalls = counts(
        meter,
        GenAi.AGENT_INFERENCE_CALLS,
        "{inference_call}",
        "Model calls of one agent's run.",
        CALLS);
    toolDuration = seconds(meter, GenAi.TOOL_DURATION, "Duration of a tool call.", CALL_SECONDS);
    operationDuration =
        seconds(meter, GenAi.OPERATION_DURATION, "Duration of a model call.", CALL_SECONDS);
    tokenUsage =
        counts(meter, GenAi.TOKEN_USAGE, "{token}", "Tokens of one model call.", TOKEN_COUNTS);
    firstChunk = seconds(
        meter,
        GenAi.OPERATION_FIRST_CHUNK,
        "Time from a model request to the first chunk.",
        CALL_SECONDS);
    outputChunk = seconds(
        meter,
        GenAi.OPERATION_OUTPUT_CHUNK,
        "Time between two chunks of a model's answer.",
        CALL_SECONDS);
  }

  private static LongCounter counter(Meter meter, String name, String unit, String description) {
    return meter.counterBuilder(name).setUnit(unit).setDescription(description).build();
  }

  private static DoubleHistogram seconds(
      Meter meter, String name, String description, List<Double> boundaries) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(boundaries)
        .build();
  }

  private static LongHistogram counts(
      Meter meter, String name, String unit, String description, List<Long> boundaries) {
    return meter
        .histogramBuilder(name)
        .ofLongs()
        .setUnit(unit)
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(boundaries)
        .build();
  }
}
