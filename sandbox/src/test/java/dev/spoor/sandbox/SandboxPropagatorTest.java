// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxPropagatorTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";
  private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";
  private static final TextMapPropagator W3C = TextMapPropagator.composite(
      W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());

  private final SandboxPropagator propagator = SandboxPropagator.builder(W3C).build();

  @Test
  void inject_writesTheVariablesOfTheSpecification() {
    assertThat(propagator.inject(context(TraceState.getDefault())))
        .isEqualTo(Map.of("TRACEPARENT", TRACEPARENT));
  }

  @Test
  void inject_writesTraceState() {
    TraceState state = TraceState.builder().put("b", "2").put("a", "1").build();

    assertThat(propagator.inject(context(state))).containsEntry("TRACESTATE", "a=1,b=2");
  }

  @Test
  void inject_writesNothingWithoutASpan() {
    assertThat(propagator.inject(Context.root())).isEmpty();
  }

  @Test
  void inject_normalizesOtherNames() {
    TextMapPropagator other = new Writing("x-b3-traceid", "9a", "", "b.c", "ärger", "ßa");
    SandboxPropagator own = SandboxPropagator.builder(other).build();

    assertThat(own.inject(context(TraceState.getDefault())))
        .containsOnlyKeys("X_B3_TRACEID", "_9A", "_", "B_C", "_RGER", "_A");
  }

  @Test
  void inject_dropsWhatNoEnvironmentCanHold() {
    TextMapPropagator other = new Writing(Map.of("a", "x\0y", "b", "x\ny", "c", "fine"));
    SandboxPropagator own = SandboxPropagator.builder(other).build();

    assertThat(own.inject(context(TraceState.getDefault()))).isEqualTo(Map.of("C", "fine"));
  }

  @Test
  void inject_returnsTheSameMapAgainInASpan() {
    Context context = context(TraceState.getDefault());

    assertThat(propagator.inject(context)).isSameAs(propagator.inject(context));
  }

  @Test
  void inject_forgetsNothingWhenTheBaggageChanges() {
    SandboxPropagator all =
        SandboxPropagator.builder(W3C).setBaggageKeys(key -> true).build();
    Context context = context(TraceState.getDefault());
    all.inject(context);

    assertThat(all.inject(context.with(Baggage.builder().put("k", "v").build())))
        .containsEntry("BAGGAGE", "k=v");
  }

  @Test
  void inject_isRightForManySpansThatShareSlots() {
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i < 2_000; i++) {
        String spanId = String.format("%016x", i);
        Span span = Span.wrap(
            SpanContext.create(TRACE_ID, spanId, TraceFlags.getSampled(), TraceState.getDefault()));
        assertThat(propagator.inject(Context.root().with(span)).get("TRACEPARENT"))
            .contains(spanId);
      }
    }
  }

  @Test
  void inject_withholdsBaggageUnlessAllowed() {
    Context context = context(TraceState.getDefault())
        .with(Baggage.builder().put("secret", "s").build());

    assertThat(propagator.inject(context)).doesNotContainKey("BAGGAGE");
  }

  @Test
  void inject_letsAllowedBaggageThrough() {
    SandboxPropagator some =
        SandboxPropagator.builder(W3C).setBaggageKeys(Set.of("tier")).build();
    Context context = context(TraceState.getDefault())
        .with(Baggage.builder()
            .put("secret", "s")
            .put("tier", "gold é", BaggageEntryMetadata.create("p"))
            .build());

    assertThat(some.inject(context)).containsEntry("BAGGAGE", "tier=gold%20%C3%A9;p");
  }

  @Test
  void inject_withholdsBaggageFromEveryPropagator() {
    SandboxPropagator own = SandboxPropagator.builder(
            TextMapPropagator.composite(W3C, new OddBaggage()))
        .build();
    Context context = context(TraceState.getDefault())
        .with(Baggage.builder().put("secret", "s").build());

    assertThat(own.inject(context)).doesNotContainKey("UBERCTX_SECRET");
  }

  @Test
  void inject_leavesTheGivenMapAlone() {
    Map<String, String> given = new HashMap<>(Map.of("LANG", "C"));

    propagator.inject(context(TraceState.getDefault()), given);

    assertThat(given).isEqualTo(Map.of("LANG", "C"));
  }

  @Test
  void inject_returnsANewMapWithTheGivenOne() {
    Map<String, String> merged =
        propagator.inject(context(TraceState.getDefault()), Map.of("LANG", "C"));

    assertThat(merged).isEqualTo(Map.of("LANG", "C", "TRACEPARENT", TRACEPARENT));
  }

  @Test
  void inject_keepsAnExplicitTraceparentAndKeepsOurTraceStateOut() {
    Context context = context(TraceState.builder().put("a", "1").build());
    Map<String, String> explicit = Map.of("TRACEPARENT", "00-explicit");

    assertThat(propagator.inject(context, explicit)).isEqualTo(explicit);
  }

  @Test
  void merge_replacesWhatWasInherited() {
    Map<String, String> inherited = Map.of("TRACEPARENT", "00-stale", "TRACESTATE", "stale=1");
    EnvironmentMerge merge = new EnvironmentMerge(W3C.fields(), inherited);

    assertThat(merge.apply(inherited, Map.of("TRACEPARENT", TRACEPARENT)))
        .isEqualTo(Map.of("TRACEPARENT", TRACEPARENT));
  }

  @Test
  void merge_keepsAnInheritedTraceWhenThereIsOnlyBaggage() {
    Map<String, String> inherited = Map.of("TRACEPARENT", "00-outer", "BAGGAGE", "old=1");
    EnvironmentMerge merge = new EnvironmentMerge(W3C.fields(), inherited);

    assertThat(merge.apply(inherited, Map.of("BAGGAGE", "new=1")))
        .isEqualTo(Map.of("TRACEPARENT", "00-outer", "BAGGAGE", "new=1"));
  }

  @Test
  void merge_keepsAnExplicitTraceStateBesideOurTraceparent() {
    EnvironmentMerge merge = new EnvironmentMerge(W3C.fields(), Map.of());

    assertThat(merge.apply(
            Map.of("TRACESTATE", "mine=1"),
            Map.of("TRACEPARENT", TRACEPARENT, "TRACESTATE", "ours=1")))
        .isEqualTo(Map.of("TRACEPARENT", TRACEPARENT, "TRACESTATE", "mine=1"));
  }

  @Test
  void inject_survivesAPropagatorThatThrows() {
    SandboxPropagator own = SandboxPropagator.builder(
            TextMapPropagator.composite(W3C, new Throwing()))
        .build();

    assertThat(own.inject(context(TraceState.getDefault())))
        .isEqualTo(Map.of("TRACEPARENT", TRACEPARENT));
  }

  @Test
  void extract_survivesAPropagatorThatThrows() {
    SandboxPropagator own = SandboxPropagator.builder(new Throwing()).build();

    assertThat(own.extract(Map.of())).isSameAs(Context.root());
  }

  @Test
  void extract_readsWhatInjectWrote() {
    TraceState state = TraceState.builder().put("a", "1").build();
    SpanContext extracted = spanOf(propagator.extract(propagator.inject(context(state))));

    assertThat(extracted)
        .isEqualTo(
            SpanContext.createFromRemoteParent(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), state));
  }

  @Test
  void extract_ignoresNamesThatAreNotNormalized() {
    assertThat(spanOf(propagator.extract(Map.of("traceparent", TRACEPARENT))).isValid())
        .isFalse();
  }

  @Test
  void getter_listsOnlyNormalizedNames() {
    assertThat(EnvironmentGetter.INSTANCE.keys(
            Map.of("A_1", "", "_", "", "a", "", "1A", "", "A-B", "", "", "")))
        .containsExactlyInAnyOrder("A_1", "_");
  }

  @Test
  @SuppressWarnings("NullAway") // What a caller without a checker might do.
  void extract_refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> propagator.extract(null));
  }

  @Test
  void labels_nameTheTrace() {
    assertThat(propagator.labels(context(TraceState.getDefault())))
        .isEqualTo(Map.of("traceparent", TRACEPARENT, "trace_id", TRACE_ID));
  }

  @Test
  void labels_fitKubernetes() {
    assertThat(propagator.labels(context(TraceState.getDefault())).values())
        .allMatch(value -> value.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"));
  }

  @Test
  void labels_areEmptyWithoutASpan() {
    assertThat(propagator.labels(Context.root())).isEmpty();
  }

  @Test
  void extractLabels_joinsTheTrace() {
    Map<String, String> labels = propagator.labels(context(TraceState.getDefault()));

    assertThat(spanOf(propagator.extractLabels(labels)).getSpanId()).isEqualTo(SPAN_ID);
  }

  @Test
  void extractLabels_ignoresNonsense() {
    assertThat(propagator.extractLabels(Map.of("traceparent", "00-zz-1"))).isSameAs(Context.root());
  }

  @Test
  void extractFromEnvironment_makesOneTraceWithAJavaChild() throws Exception {
    TraceState state = TraceState.builder().put("vendor", "opaque").build();
    SandboxPropagator all =
        SandboxPropagator.builder(W3C).setBaggageKeys(key -> true).build();
    Context context =
        context(state).with(Baggage.builder().put("who", "é + %&,;= \"\\").build());

    String output = Processes.run(
        all.inject(context), Processes.java(PropagationChild.class).toArray(String[]::new));

    assertThat(output.lines())
        .containsExactly(TRACE_ID, SPAN_ID, "true", "opaque", "who=é + %&,;= \"\\");
  }

  @Test
  void extractFromEnvironment_honoursThatTheParentIsNotSampled() throws Exception {
    Span unsampled = Span.wrap(
        SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getDefault(), TraceState.getDefault()));

    String output = Processes.run(
        propagator.inject(Context.root().with(unsampled)),
        Processes.java(PropagationChild.class).toArray(String[]::new));

    assertThat(output.lines()).startsWith(TRACE_ID, SPAN_ID, "false");
  }

  private static Context context(TraceState state) {
    return Context.root()
        .with(Span.wrap(SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), state)));
  }

  private static SpanContext spanOf(Context context) {
    return Span.fromContext(context).getSpanContext();
  }

  private static class Writing implements TextMapPropagator {
    private final Map<String, String> values;

    private Writing(Map<String, String> values) {
      this.values = values;
    }

    private Writing(String... fields) {
      values = new HashMap<>();
      List.of(fields).forEach(field -> values.put(field, "v"));
    }

    @Override
    public Collection<String> fields() {
      return values.keySet();
    }

    @Override
    public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
      values.forEach((field, value) -> setter.set(carrier, field, value));
    }

    @Override
    public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
      return context;
    }
  }

  private static final class OddBaggage extends Writing {
    private OddBaggage() {
      super("uberctx");
    }

    @Override
    public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
      Baggage.fromContext(context)
          .forEach((key, entry) -> setter.set(carrier, "uberctx-" + key, entry.getValue()));
    }
  }

  private static final class Throwing extends Writing {
    private Throwing() {
      super("thrown");
    }

    @Override
    public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
      throw new IllegalStateException("inject");
    }

    @Override
    public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
      throw new IllegalStateException("extract");
    }
  }
}
