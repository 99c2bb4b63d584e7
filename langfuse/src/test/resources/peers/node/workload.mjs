// The work that PeersTest does with Spoor, done with the official SDK. Settings come from LANGFUSE_*.
import { LangfuseSpanProcessor } from "@langfuse/otel";
import {
  createTraceId,
  propagateAttributes,
  setActiveTraceAsPublic,
  startActiveObservation,
  startObservation,
  updateActiveObservation,
} from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const processor = new LangfuseSpanProcessor();
const provider = new NodeTracerProvider({ spanProcessors: [processor] });
provider.register();

function work(agent) {
  setActiveTraceAsPublic();
  agent.update({ input: { task: "count the files" } });
  const tool = agent.startObservation(
    "bash-tool",
    { input: { command: "ls | wc -l" } },
    { asType: "tool" },
  );
  tool.update({ output: "42\n", metadata: { exitCode: 0, shell: "bash" } }).end();
  agent
    .startObservation(
      "answer",
      {
        input: [{ role: "user", content: "count the files" }],
        model: "claude-sonnet-4-5",
        modelParameters: { temperature: 0.5, max_tokens: 256 },
        completionStartTime: new Date("2026-01-02T03:04:05.678Z"),
        output: { role: "assistant", content: "There are 42." },
        usageDetails: { input: 120, input_cached_tokens: 40, output: 30 },
        costDetails: { input: 0.00036, output: 0.00045, total: 0.00081 },
        prompt: { name: "greet", version: 3, isFallback: false },
      },
      { asType: "generation" },
    )
    .end();
  agent
    .startObservation("embedding", { input: "text", model: "text-embedding-3-small", usageDetails: { input: 4 } }, { asType: "embedding" })
    .end();
  for (const type of ["span", "chain", "retriever", "evaluator", "guardrail"]) {
    agent
      .startObservation(
        type,
        { input: "in", output: ["out", 1, true], level: "WARNING", statusMessage: "careful", metadata: { nested: { a: [1] } } },
        { asType: type },
      )
      .end();
  }
  agent.startObservation("event", { input: "happened" }, { asType: "event" });
  agent
    .startObservation("picture", { input: "see data:image/png;base64,bm90IHJlYWxseSBhIHBpY3R1cmU= there" })
    .end();
  try {
    startActiveObservation("failing", () => { throw new TypeError("bad luck"); }, { asType: "tool" });
  } catch {}
  updateActiveObservation({ output: { answer: 42 }, metadata: { turns: 1, toolCalls: 1 } });
}

propagateAttributes(
  {
    userId: "u-1",
    sessionId: "s-1",
    traceName: "counting",
    version: "v-1",
    tags: ["a", "b"],
    metadata: { team: "red" },
  },
  () => startActiveObservation("file-agent", work, { asType: "agent" }),
);
const traceId = await createTraceId("external-request-42");
startObservation(
  "seeded",
  {},
  { parentSpanContext: { traceId, spanId: "0123456789abcdef", traceFlags: 1 } },
).end();
await processor.forceFlush();
await provider.shutdown();
