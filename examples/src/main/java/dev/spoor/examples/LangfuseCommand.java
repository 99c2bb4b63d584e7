// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.cost.TokenUsage;
import dev.spoor.langfuse.LangfuseSpanProcessor;
import dev.spoor.langfuse.LangfuseTracer;
import dev.spoor.langfuse.TraceAttributes;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends one run of an agent to Langfuse, by nothing but the Langfuse module: batched as a service
 * would, or each observation at once as a function that may be frozen would. A scripted model
 * stands in for a real one, so that no other key is needed.
 */
final class LangfuseCommand {
  private static final String USAGE = "langfuse takes --immediate and a command in quotes, such as"
      + " 'ls | wc -l', and nothing else. Try: spoor --help";
  private static final Duration DELIVERY = Duration.ofSeconds(10);

  private LangfuseCommand() {}

  /** Runs the agent; the spans are delivered, or said not to be, when this returns. */
  static void run(List<String> arguments, PrintStream out) throws InterruptedException {
    boolean immediate = arguments.contains("--immediate");
    List<String> commands =
        arguments.stream().filter(each -> !each.equals("--immediate")).toList();
    if (commands.size() > 1 || commands.stream().anyMatch(each -> each.startsWith("-"))) {
      throw new UsageException(USAGE);
    }
    LangfuseSpanProcessor langfuse = processor(immediate);
    var provider = SdkTracerProvider.builder().addSpanProcessor(langfuse).build();
    // SIGTERM and SIGINT: what has been recorded must still arrive.
    var atExit = new Thread(
        () -> provider.shutdown().join(DELIVERY.toSeconds(), TimeUnit.SECONDS), "spoor-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    answer(provider, commands.isEmpty() ? "ls | wc -l" : commands.get(0), out);
    if (!langfuse.forceFlush(DELIVERY)) {
      throw new UsageException("Langfuse did not take the spans: " + langfuse.statistics());
    }
    out.println("sent " + langfuse.statistics().delivered() + " observations to Langfuse");
  }

  /** Returns a processor with the keys of the environment. */
  static LangfuseSpanProcessor processor(boolean immediate) {
    try {
      return LangfuseSpanProcessor.builder()
          .setImmediate(immediate)
          .setFlushAt(15)
          .setFlushInterval(Duration.ofSeconds(10))
          .setTimeout(Duration.ofSeconds(5))
          .build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static void answer(SdkTracerProvider provider, String command, PrintStream out)
      throws InterruptedException {
    var langfuse = LangfuseTracer.create(
        OpenTelemetrySdk.builder().setTracerProvider(provider).build());
    TraceAttributes trace = TraceAttributes.builder()
        .setTraceName("bash agent")
        .setUserId("ada")
        .setSessionId("examples")
        .addTag("example")
        .build();
    try (Scope scope = trace.makeCurrent()) {
      out.println(new BashAgent(langfuse, LangfuseCommand::scripted).run("What is it?", command));
    } catch (IOException e) {
      out.println("failed: " + e.getMessage());
    }
  }

  /** Stands in for a model: tells what the tool has said. */
  private static BashAgent.Reply scripted(List<Map<String, String>> messages) {
    String said = String.valueOf(messages.get(messages.size() - 1).get("content"));
    TokenUsage usage = TokenUsage.builder().setInput(120).setOutput(30).build();
    return new BashAgent.Reply("claude-sonnet-4-5", "The command says: " + said.strip(), usage);
  }
}
