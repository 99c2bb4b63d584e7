// The work of dev.spoor.benchmarks.langfuse.TreeRun, done with the official SDK.
// Arguments: address, trees. Prints what TreeRun prints.
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { startObservation } from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const [baseUrl, count] = [process.argv[2], Number(process.argv[3])];
const TREES_A_FLUSH = 170;
const TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(20);

const processor = new LangfuseSpanProcessor({
  publicKey: "pk-lf-bench",
  secretKey: "sk-lf-bench",
  baseUrl,
  environment: "bench",
  release: "1",
});
new NodeTracerProvider({ spanProcessors: [processor] }).register();

function tree() {
  const agent = startObservation("planner", { input: { task: TEXT } }, { asType: "agent" });
  const tool = agent.startObservation("bash", { input: { command: "ls" } }, { asType: "tool" });
  tool.update({ output: { stdout: "a b c", code: 0 } }).end();
  const call = agent.startObservation(
    "chat",
    { input: [{ role: "user", content: TEXT }], model: "claude-sonnet-4-5" },
    { asType: "generation" },
  );
  call
    .update({
      output: { role: "assistant", content: TEXT },
      usageDetails: { input: 200, input_cached_tokens: 1000, output: 345 },
    })
    .end();
  agent.update({ output: { answer: TEXT } }).end();
}

async function work(trees) {
  for (let i = 1; i <= trees; i++) {
    tree();
    if (i % TREES_A_FLUSH === 0) {
      await processor.forceFlush(); // Rejects when a batch was not delivered.
    }
  }
  await processor.forceFlush();
}

const micros = () => {
  const usage = process.cpuUsage();
  return usage.user + usage.system;
};

await work(count / 2);
const half = micros();
await work(count / 2);
const end = micros();
await processor.shutdown();
console.log(
  `${(micros() / count).toFixed(1)} ${((end - half) / (count / 2)).toFixed(1)} ${Math.round(process.resourceUsage().maxRSS / 1024)}`,
);
