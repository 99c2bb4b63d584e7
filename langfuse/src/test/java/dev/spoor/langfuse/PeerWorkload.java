// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The work of the peers in {@code src/test/resources/peers}, done with Spoor. */
final class PeerWorkload {
  private final LangfuseTracer langfuse;

  static void run(Rig rig) {
    var openTelemetry =
        OpenTelemetrySdk.builder().setTracerProvider(rig.provider).build();
    new PeerWorkload(LangfuseTracer.create(openTelemetry)).run();
    rig.flush();
  }

  private PeerWorkload(LangfuseTracer langfuse) {
    this.langfuse = langfuse;
  }

  private void run() {
    TraceAttributes attributes = TraceAttributes.builder()
        .setUserId("u-1")
        .setSessionId("s-1")
        .setTraceName("counting")
        .setVersion("v-1")
        .addTag("a")
        .addTag("b")
        .addMetadata("team", "red")
        .build();
    try (Scope scope = attributes.makeCurrent()) {
      langfuse.observe("file-agent", ObservationType.AGENT, this::work);
    }
    String traceId = LangfuseTracer.traceId("external-request-42");
    langfuse
        .start("seeded", ObservationType.SPAN, LangfuseTracer.parent(traceId, "0123456789abcdef"))
        .end();
  }

  private boolean work(Observation agent) {
    agent.tracePublic(true).input(Map.of("task", "count the files"));
    agent
        .start("bash-tool", ObservationType.TOOL)
        .input(Map.of("command", "ls | wc -l"))
        .output("42\n")
        .metadata("exitCode", 0)
        .metadata("shell", "bash")
        .end();
    agent
        .start("answer", ObservationType.GENERATION)
        .input(List.of(Map.of("role", "user", "content", "count the files")))
        .model("claude-sonnet-4-5")
        .modelParameters(Map.of("temperature", 0.5, "max_tokens", 256))
        .completionStart(Instant.parse("2026-01-02T03:04:05.678Z"))
        .output(Map.of("role", "assistant", "content", "There are 42."))
        .usageDetails(Map.of("input", 120L, "input_cached_tokens", 40L, "output", 30L))
        .costDetails(Map.of(
            "input", new BigDecimal("0.00036"),
            "output", new BigDecimal("0.00045"),
            "total", new BigDecimal("0.00081")))
        .prompt("greet", 3)
        .end();
    agent
        .start("embedding", ObservationType.EMBEDDING)
        .input("text")
        .model("text-embedding-3-small")
        .usageDetails(Map.of("input", 4L))
        .end();
    for (ObservationType type : List.of(
        ObservationType.SPAN,
        ObservationType.CHAIN,
        ObservationType.RETRIEVER,
        ObservationType.EVALUATOR,
        ObservationType.GUARDRAIL)) {
      agent
          .start(type.wireName(), type)
          .input("in")
          .output(List.of("out", 1, true))
          .level(ObservationLevel.WARNING)
          .statusMessage("careful")
          .metadata("nested", Map.of("a", List.of(1)))
          .end();
    }
    langfuse.event("event", "happened");
    agent
        .start("picture", ObservationType.SPAN)
        .input("see data:image/png;base64,bm90IHJlYWxseSBhIHBpY3R1cmU= there")
        .end();
    fail();
    Observation.current().output(Map.of("answer", 42)).metadata(Map.of("turns", 1, "toolCalls", 1));
    return true;
  }

  private void fail() {
    try {
      langfuse.observe("failing", ObservationType.TOOL, tool -> {
        throw new ClassCastException("bad luck");
      });
    } catch (ClassCastException e) {
      // As it was meant to be.
    }
  }
}
