// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.agent;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.benchmarks.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Prints how much heap an open run with an open tool call takes, ours beside the same two spans by
 * hand. Run it with {@code java -Xmx1g -cp benchmarks/target/benchmarks.jar
 * dev.spoor.benchmarks.agent.OpenRunHeap}.
 */
public final class OpenRunHeap {
  private static final String MODEL = "claude-sonnet-4-5";

  /** Prints a line for each number of open runs. */
  public static void main(String[] args) throws InterruptedException {
    OpenTelemetry openTelemetry = Telemetry.SAMPLED.create();
    AgentTracer agents = AgentTracer.create(openTelemetry);
    Tracer tracer = openTelemetry.getTracer("hand");
    for (int runs : new int[] {1_000, 1_000, 10_000}) {
      System.out.printf(
          "%,d open runs: spoor %,d bytes each, by hand %,d bytes each%n",
          runs, each(runs, i -> open(agents)), each(runs, i -> byHand(tracer)));
    }
  }

  private static Object open(AgentTracer agents) {
    AgentRun run = agents.start(AgentRequest.of(MODEL, "prompt"));
    run.onToolUse("call", "search", "{}");
    return run;
  }

  private static Object byHand(Tracer tracer) {
    Span run = tracer.spanBuilder("invoke_agent agent").startSpan();
    run.setAttribute("gen_ai.operation.name", "invoke_agent");
    run.setAttribute("gen_ai.agent.name", "agent");
    run.setAttribute("gen_ai.request.model", MODEL);
    Context context = Context.root().with(run);
    Span tool = tracer.spanBuilder("execute_tool search").setParent(context).startSpan();
    tool.setAttribute("gen_ai.operation.name", "execute_tool");
    tool.setAttribute("gen_ai.tool.name", "search");
    return List.of(context, tool);
  }

  private static long each(int count, IntFunction<Object> open) throws InterruptedException {
    List<Object> kept = new ArrayList<>(count);
    long before = usedHeap();
    for (int i = 0; i < count; i++) {
      kept.add(open.apply(i));
    }
    long used = usedHeap() - before;
    if (kept.size() != count) {
      throw new IllegalStateException("The runs must be alive while the heap is measured");
    }
    return used / count;
  }

  private static long usedHeap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private OpenRunHeap() {}
}
