// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.spoor.cost.TokenUsage;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LangfuseTracerTest {
  private static final String OBSERVATION = "langfuse.observation.";
  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final Rig rig = Rig.at(receiver);
  private final LangfuseTracer langfuse = LangfuseTracer.create(
      OpenTelemetrySdk.builder().setTracerProvider(rig.provider).build());

  @AfterEach
  void close() {
    rig.close();
    receiver.close();
  }

  private ReceivedSpan sent(String name) {
    assertThat(rig.flush()).isTrue();
    return receiver.spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(ObservationType.class)
  void start_givesEveryType(ObservationType type) {
    langfuse.start("x", type).end();

    assertThat(sent("x").attribute(OBSERVATION + "type"))
        .isEqualTo(type.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void generation_saysWhatTheOfficialSdksSay() {
    try (Observation generation = langfuse.start("answer", ObservationType.GENERATION)) {
      generation
          .input(List.of(Map.of("content", "hi")))
          .output("yo")
          .model("claude-sonnet-4-5")
          .modelParameters(Map.of("temperature", 0.5))
          .usage(
              TokenUsage.builder().setInput(100).setCacheRead(40).setOutput(10).build())
          .completionStart(Instant.parse("2026-01-02T03:04:05.678Z"))
          .prompt("greet", 3)
          .level(ObservationLevel.WARNING)
          .statusMessage("careful")
          .version("v1")
          .metadata("team", "red")
          .metadata("n", Map.of("a", 1));
    }

    assertThat(sent("answer").attributes())
        .contains(
            entry(OBSERVATION + "input", "[{\"content\":\"hi\"}]"),
            entry(OBSERVATION + "output", "yo"),
            entry(OBSERVATION + "model.name", "claude-sonnet-4-5"),
            entry(OBSERVATION + "model.parameters", "{\"temperature\":0.5}"),
            entry(
                OBSERVATION + "usage_details",
                "{\"input\":60,\"input_cached_tokens\":40,\"output\":10,\"total\":110}"),
            entry(OBSERVATION + "completion_start_time", "\"2026-01-02T03:04:05.678Z\""),
            entry(OBSERVATION + "prompt.name", "greet"),
            entry(OBSERVATION + "prompt.version", 3L),
            entry(OBSERVATION + "level", "WARNING"),
            entry(OBSERVATION + "status_message", "careful"),
            entry("langfuse.version", "v1"),
            entry(OBSERVATION + "metadata.team", "red"),
            entry(OBSERVATION + "metadata.n", "{\"a\":1}"));
  }

  @Test
  void ownBuckets_areSentAsTheyAre() {
    try (Observation generation = langfuse.start("x", ObservationType.GENERATION)) {
      generation
          .usageDetails(Map.of("input", 5L))
          .costDetails(Map.of("input", new BigDecimal("0.000000000001")));
    }

    assertThat(sent("x").attribute(OBSERVATION + "usage_details")).isEqualTo("{\"input\":5}");
    assertThat(sent("x").attribute(OBSERVATION + "cost_details"))
        .isEqualTo("{\"input\":0.000000000001,\"total\":0.000000000001}");
  }

  @Test
  void observe_makesATreeAndReturnsTheResult() {
    String result = langfuse.observe("agent", ObservationType.AGENT, agent -> {
      langfuse.observe("tool", ObservationType.TOOL, tool -> tool.output("found"));
      return "done";
    });

    assertThat(result).isEqualTo("done");
    assertThat(sent("tool").parentSpanId()).isEqualTo(sent("agent").spanId());
  }

  @Test
  void observe_recordsAndRethrowsTheException() {
    var failure = new IllegalStateException("bad luck");

    assertThatThrownBy(() -> langfuse.observe("agent", ObservationType.AGENT, agent -> {
          throw failure;
        }))
        .isSameAs(failure);
    assertThat(sent("agent").attributes())
        .contains(
            entry(OBSERVATION + "level", "ERROR"),
            entry(OBSERVATION + "status_message", "IllegalStateException: bad luck"),
            entry(OBSERVATION + "output", "{\"error\":\"IllegalStateException: bad luck\"}"));
  }

  @Test
  void stepOfAForeignSpan_isInItsTree_andNeverThrows() {
    Span foreign = rig.tracer().spanBuilder("foreign").startSpan();
    try (Scope scope = foreign.makeCurrent()) {
      langfuse
          .observation(Context.current())
          .start("step", ObservationType.TOOL)
          .end();
      Observation.current().start("of nobody", ObservationType.TOOL).output("x").end();
    }
    foreign.end();

    assertThat(sent("step").parentSpanId()).isEqualTo(sent("foreign").spanId());
  }

  @Test
  void nulls_leaveAllAsItIs() {
    try (Scope scope = TraceAttributes.builder()
            .setUserId(null)
            .addTag(null)
            .addMetadata("k", null)
            .build()
            .makeCurrent();
        Observation observation = langfuse.start("x", ObservationType.GENERATION)) {
      observation.input(null).statusMessage(null).model(null).version(null);
    }

    assertThat(sent("x").attributes())
        .containsOnlyKeys(OBSERVATION + "type", "langfuse.internal.is_app_root");
  }

  @Test
  void fail_bearsAnExceptionWhoseOwnCodeFails() {
    var broken = new IllegalStateException() {
      @Override
      public String getMessage() {
        throw new UnsupportedOperationException("no message");
      }
    };
    try (Observation observation = langfuse.start("x", ObservationType.SPAN)) {
      observation.fail(broken);
    }

    assertThat(sent("x").attributes()).containsEntry(OBSERVATION + "level", "ERROR");
  }

  @Test
  void trace_beginsWithAnIdOfOnesOwn() {
    Context trace = LangfuseTracer.trace(LangfuseTracer.traceId("order 17"));
    langfuse.start("x", ObservationType.SPAN, trace).end();
    langfuse.start("y", ObservationType.SPAN, LangfuseTracer.trace("no id")).end();

    assertThat(sent("x").traceId()).isEqualTo(LangfuseTracer.traceId("order 17"));
    assertThat(sent("x").attributes()).containsEntry("langfuse.internal.as_root", true);
    assertThat(sent("y").parentSpanId()).isEmpty();
    assertThat(LangfuseTracer.traceId(""))
        .isNotEqualTo(LangfuseTracer.traceId(""))
        .hasSize(32);
  }

  @Test
  void endTimeTypeAndEnvironment_areThoseThatWereSet() {
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    Observation observation = langfuse.start("x", ObservationType.SPAN, Context.root(), start);
    observation.type(ObservationType.GUARDRAIL).environment("test").environment("Not Good");
    observation.end(start.plusSeconds(7));

    assertThat(sent("x").duration()).hasSeconds(7);
    assertThat(sent("x").attributes())
        .contains(entry(OBSERVATION + "type", "guardrail"), entry("langfuse.environment", "test"));
  }

  @Test
  void current_updatesWhateverSpanIsActive() {
    Span foreign = rig.tracer().spanBuilder("foreign").startSpan();
    try (Scope scope = foreign.makeCurrent()) {
      Observation.current().output("seen").metadata("k", "v");
    }
    foreign.end();

    assertThat(sent("foreign").attributes())
        .contains(entry(OBSERVATION + "output", "seen"), entry(OBSERVATION + "metadata.k", "v"));
  }

  @Test
  void muchMetadata_isFoldedAndPushesNothingOut() {
    try (Observation generation = langfuse.start("x", ObservationType.GENERATION)) {
      for (int i = 0; i < 200; i++) {
        generation.metadata("key" + i, "value" + i);
      }
      generation.output("kept").usageDetails(Map.of("input", 1L));
    }

    ReceivedSpan span = sent("x");
    assertThat(span.attributes())
        .contains(
            entry(OBSERVATION + "output", "kept"), entry(OBSERVATION + "metadata.key0", "value0"));
    assertThat(span.attributes().size()).isLessThan(40);
    Object folded = Json.parse(String.valueOf(span.attribute(OBSERVATION + "metadata")));
    assertThat(folded)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .hasSize(176)
        .containsEntry("key199", "value199");
  }

  @Test
  void end_twiceIsHarmless() {
    Observation observation = langfuse.start("x", ObservationType.SPAN);
    observation.end();
    observation.close();

    assertThat(sent("x").name()).isEqualTo("x");
  }

  @Test
  void traceId_isThatOfTheOfficialSdks() {
    assertThat(LangfuseTracer.traceId("external-request-42"))
        .isEqualTo("664929cbfa03d357d9af462757e9a30d");
    assertThat(LangfuseTracer.observationId("external-request-42")).isEqualTo("664929cbfa03d357");
  }

  @Test
  void traceAttributes_areOnEverySpanWithin_andOnNoneAround() {
    Span around = rig.tracer().spanBuilder("around").startSpan();
    TraceAttributes outer = TraceAttributes.builder()
        .setUserId("u")
        .setSessionId("s")
        .setTraceName("t")
        .setEnvironment("test")
        .setPublic(true)
        .addTag("a")
        .addMetadata("k", "v")
        .build();
    try (Scope one = around.makeCurrent();
        Scope two = outer.makeCurrent();
        Scope three = TraceAttributes.builder().addTag("b").addTag("a").build().makeCurrent()) {
      langfuse.start("inner", ObservationType.SPAN).end();
    }
    around.end();

    assertThat(sent("inner").attributes())
        .contains(
            entry("user.id", "u"),
            entry("session.id", "s"),
            entry("langfuse.trace.name", "t"),
            entry("langfuse.environment", "test"),
            entry("langfuse.trace.public", true),
            entry("langfuse.trace.tags", List.of("a", "b")),
            entry("langfuse.trace.metadata.k", "v"));
    assertThat(sent("around").attributes()).containsOnlyKeys("langfuse.internal.is_app_root");
  }

  @Test
  void traceAttributes_thatLangfuseWouldRefuse_areLeftOut() {
    try (Scope scope = TraceAttributes.builder()
        .setUserId("x".repeat(201))
        .setEnvironment("Production")
        .addTag("")
        .build()
        .makeCurrent()) {
      langfuse.start("x", ObservationType.SPAN).end();
    }

    assertThat(sent("x").attributes())
        .doesNotContainKeys("user.id", "langfuse.environment", "langfuse.trace.tags");
  }

  @Test
  void baggage_isWrittenOnlyIfAskedFor() {
    TraceAttributes quiet = TraceAttributes.builder().setUserId("u").build();
    TraceAttributes loud = TraceAttributes.builder()
        .setSessionId("s")
        .addTag("a")
        .addTag("b")
        .setBaggage(true)
        .build();

    Context context = quiet.storeInContext(Context.root());
    assertThat(Baggage.fromContext(context).isEmpty()).isTrue();
    Baggage baggage = Baggage.fromContext(loud.storeInContext(context));
    assertThat(baggage.getEntryValue("langfuse_session_id")).isEqualTo("s");
    assertThat(baggage.getEntryValue("langfuse_user_id")).isEqualTo("u");
    assertThat(baggage.getEntryValue("langfuse_tags")).isEqualTo("a,b");
  }

  @Test
  void baggage_ofOtherSdksIsReadAndChecked() {
    Context context = Baggage.builder()
        .put("langfuse_user_id", "u")
        .put("langfuse_tags", "['a', 'b']")
        .put("langfuse_environment", "Not Good")
        .put("langfuse_metadata_team", "red")
        .put("langfuse_secret", "x")
        .build()
        .storeInContext(Context.root());
    Context within = TraceAttributes.builder().addTag("c").build().storeInContext(context);
    langfuse.start("x", ObservationType.SPAN, context).end();
    langfuse.start("y", ObservationType.SPAN, within).end();

    assertThat(sent("x").attributes())
        .contains(
            entry("user.id", "u"),
            entry("langfuse.trace.tags", List.of("a", "b")),
            entry("langfuse.trace.metadata.team", "red"))
        .doesNotContainKey("langfuse.environment")
        .doesNotContainValue("x");
    assertThat(sent("y").attribute("langfuse.trace.tags")).isEqualTo(List.of("a", "b", "c"));
  }

  @Test
  void experiment_isOnEverySpanWithin() {
    try (Scope scope = TraceAttributes.builder()
        .addExperiment("id", "e1")
        .addExperiment("item.id", "i1")
        .build()
        .makeCurrent()) {
      langfuse.start("x", ObservationType.SPAN).end();
    }

    assertThat(sent("x").attributes())
        .contains(
            entry("langfuse.experiment.id", "e1"), entry("langfuse.experiment.item.id", "i1"));
  }

  @Test
  void input_thatCannotBeWritten_failsNobody() {
    Map<String, Object> circle = new java.util.HashMap<>();
    circle.put("self", circle);
    circle.put("nan", Double.NaN);
    circle.put("long", Long.MAX_VALUE);
    try (Observation observation = langfuse.start("x", ObservationType.SPAN)) {
      observation.input(circle);
    }

    assertThat(Json.parse(String.valueOf(sent("x").attribute(OBSERVATION + "input"))))
        .isEqualTo(Map.of("self", "<circular>", "nan", "NaN", "long", "9223372036854775807"));
  }
}
