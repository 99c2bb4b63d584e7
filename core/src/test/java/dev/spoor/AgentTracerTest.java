// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgentTracerTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final AgentTracer agents =
      AgentTracer.builder(otel.getOpenTelemetry()).setAgentName("planner").build();
  private final AgentRequest request = AgentRequest.of("claude-sonnet-4-5", "What is up?");

  @Test
  void trace_returnsWhatTheWorkReturns() {
    assertThat(agents.<Integer, RuntimeException>trace(request, run -> 1 + 1)).isEqualTo(2);
  }

  @Test
  void trace_makesTheRunCurrent() {
    agents.<Boolean, RuntimeException>trace(request, run -> {
      assertThat(Span.current()).isSameAs(Span.fromContext(run.context()));
      return true;
    });
  }

  @Test
  void trace_recordsAndRethrowsTheVeryException() {
    var boom = new IllegalStateException("boom");

    assertThatThrownBy(() -> agents.trace(request, run -> {
          throw boom;
        }))
        .isSameAs(boom);

    SpanData span = span("invoke_agent planner");
    assertThat(span.getStatus())
        .isEqualTo(StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, "boom"));
    assertThat(span.getAttributes().get(GenAi.ERROR_TYPE))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(span.getEvents()).singleElement().extracting("name").isEqualTo("exception");
  }

  @Test
  void trace_rethrowsAnExceptionThatCannotTellItsMessage() {
    var mute = new IllegalStateException() {
      private static final long serialVersionUID = 1;

      @Override
      public String getMessage() {
        throw new UnsupportedOperationException("no message");
      }
    };

    assertThatThrownBy(() -> agents.trace(
            request,
            run -> run.tool("search", "1", null, call -> {
              throw mute;
            })))
        .satisfies(thrown -> assertThat(thrown == mute).isTrue());

    assertThat(otel.getSpans())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.getAttributes().get(GenAi.ERROR_TYPE))
            .isEqualTo(mute.getClass().getName()));
  }

  @Test
  @SuppressWarnings("NullAway") // What hosts without null checks do.
  void aFailureOfNoType_isOfAnother() {
    try (AgentRun run = agents.start(request)) {
      run.tool("search", "1", null).fail(null, "went wrong");
    }

    assertThat(span("execute_tool search").getAttributes().get(GenAi.ERROR_TYPE))
        .isEqualTo(GenAi.OTHER);
  }

  @Test
  void traceAsync_endsTheRunWhenTheStageEnds() {
    var answer = new CompletableFuture<String>();

    agents.traceAsync(request, run -> answer);
    assertThat(otel.getSpans()).isEmpty();
    answer.complete("fine");

    assertThat(span("invoke_agent planner").getStatus()).isEqualTo(StatusData.unset());
  }

  @Test
  @SuppressWarnings("NullAway") // What hosts without null checks do.
  void traceAsync_ofNoStage_returnsNoneAndEndsTheRun() {
    CompletableFuture<String> none = agents.traceAsync(request, run -> null);

    assertThat(none).isNull();
    assertThat(span("invoke_agent planner").getStatus()).isEqualTo(StatusData.unset());
  }

  @Test
  void traceAsync_recordsTheCauseOfAFailedStage() {
    var answer = new CompletableFuture<String>();

    agents.traceAsync(request, run -> answer.thenApply(text -> text));
    answer.completeExceptionally(new IllegalArgumentException("no"));

    assertThat(span("invoke_agent planner").getAttributes().get(GenAi.ERROR_TYPE))
        .isEqualTo("java.lang.IllegalArgumentException");
  }

  @Test
  void generationAndTool_areChildrenOfTheRun() {
    agents.<Boolean, RuntimeException>trace(request, run -> {
      try (Generation generation = run.generation("claude-sonnet-4-5")) {
        generation
            .usage(TokenUsage.builder().setInput(10).setOutput(5).build())
            .finishReason("tool_use");
      }
      return run.tool("search", "call_1", "{}", call -> true);
    });

    SpanData run = span("invoke_agent planner");
    SpanData chat = span("chat claude-sonnet-4-5");
    SpanData tool = span("execute_tool search");
    assertThat(chat.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(tool.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(tool.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(run.getAttributes().get(GenAi.TOKENS_TOTAL)).isEqualTo(15);
    assertThat(run.getAttributes().get(GenAi.TOOLS_EXECUTED)).isEqualTo(1);
  }

  @Test
  void startGeneration_standsAlone_withItsToolCalls() {
    Generation generation = agents.startGeneration(AgentRequest.of("prompt"));
    generation.tool("search", "call_1", "{}").close();
    generation.accept(new AgentEvent.Usage(
        TokenUsage.builder().setInput(1).setOutput(1).build(),
        "claude-sonnet-4-5",
        "end_turn",
        true,
        "m1",
        null));
    generation.close();

    SpanData chat = span("chat claude-sonnet-4-5");
    assertThat(chat.getAttributes().get(GenAi.PROVIDER_NAME)).isEqualTo("anthropic");
    assertThat(chat.getAttributes().get(GenAi.OUTCOME)).isNull();
    assertThat(span("execute_tool search").getParentSpanId()).isEqualTo(chat.getSpanId());
    assertThat(otel.getSpans()).hasSize(2);
  }

  @Test
  void close_abandonsWhatIsOpen() {
    AgentRun run = agents.start(request);
    run.onToolUse("call_1", "search", "{}");
    run.close();
    run.close();

    SpanData tool = span("execute_tool search");
    assertThat(tool.getAttributes().get(GenAi.OUTCOME)).isEqualTo("abandoned");
    assertThat(tool.getStatus()).isEqualTo(StatusData.unset());
    assertThat(otel.getSpans()).hasSize(2);
  }

  private static SpanData span(String name) {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No span " + name + " in " + otel.getSpans()));
  }
}
