// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left of a trace when the host's spans are left out is still one tree. */
class TreeTest {
  private static final String ROOT = "langfuse.internal.is_app_root";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final Rig rig = Rig.at(receiver);

  @AfterEach
  void close() {
    rig.close();
    receiver.close();
  }

  private static Span start(Tracer tracer, String name, Context parent) {
    return tracer.spanBuilder(name).setParent(parent).startSpan();
  }

  private Sent sent() {
    assertThat(rig.flush()).isTrue();
    return new Sent(receiver.spans());
  }

  private record Sent(List<ReceivedSpan> spans) {
    ReceivedSpan get(String name) {
      return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void spansBelowFilteredOnes_hangOnTheNearestAncestorThatIsSent() {
    Span server = start(rig.hostTracer(), "GET /", Context.root());
    Span agent = start(rig.tracer(), "agent", Context.root().with(server));
    Span query = start(rig.hostTracer(), "SELECT", Context.root().with(agent));
    Span pool = start(rig.hostTracer(), "pool", Context.root().with(query));
    Span tool = start(rig.tracer(), "tool", Context.root().with(pool));
    Span chat = start(rig.tracer(), "chat", Context.root().with(agent));
    for (Span span : new Span[] {tool, pool, query, chat, agent, server}) {
      span.end();
    }

    Sent sent = sent();
    assertThat(sent.spans()).extracting(ReceivedSpan::name).containsOnly("agent", "tool", "chat");
    assertThat(sent.get("agent").parentSpanId()).isEmpty();
    assertThat(sent.get("agent").attribute(ROOT)).isEqualTo(true);
    assertThat(sent.get("tool").parentSpanId()).isEqualTo(sent.get("agent").spanId());
    assertThat(sent.get("tool").attribute(ROOT)).isNull();
    assertThat(sent.get("chat").parentSpanId()).isEqualTo(sent.get("agent").spanId());
  }

  @Test
  void spanThatQualifiesAtItsEnd_hangsOnTheNearestExpectedAncestor() {
    Span agent = start(rig.tracer(), "agent", Context.root());
    Span host = start(rig.hostTracer(), "host", Context.root().with(agent));
    Span late = start(rig.hostTracer(), "late", Context.root().with(host));
    late.setAttribute("gen_ai.request.model", "m");
    late.end();
    host.end();
    agent.end();

    Sent sent = sent();
    assertThat(sent.spans()).extracting(ReceivedSpan::name).containsOnly("agent", "late");
    assertThat(sent.get("late").parentSpanId()).isEqualTo(sent.get("agent").spanId());
  }

  @Test
  void parentElsewhere_isKept_andTheSpanIsARoot() {
    Span span = start(rig.tracer(), "agent", remote());
    span.end();

    ReceivedSpan sent = sent().get("agent");
    assertThat(sent.parentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(sent.attribute(ROOT)).isEqualTo(true);
  }

  @Test
  void traceThatBeganInLangfuseElsewhere_hasNoSecondRoot() {
    Context context =
        Baggage.builder().put("langfuse_trace_id", TRACE).build().storeInContext(remote());
    Span server = start(rig.hostTracer(), "GET /", context);
    Span agent = start(rig.tracer(), "agent", context.with(server));
    agent.end();
    server.end();

    ReceivedSpan sent = sent().get("agent");
    assertThat(sent.attribute(ROOT)).isNull();
    assertThat(sent.parentSpanId()).isEqualTo("b7ad6b7169203331");
  }

  private static Context remote() {
    return Context.root()
        .with(Span.wrap(SpanContext.createFromRemoteParent(
            TRACE, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault())));
  }

  @Test
  void filterThatThrows_losesTheSpanAndNothingElse() {
    try (var failing = Rig.at(
        receiver,
        b -> b.setExportFilter(span -> {
          if (span.getName().equals("bad")) {
            throw new IllegalStateException("filter");
          }
          return true;
        }))) {
      failing.end("bad");
      failing.end("good");
      failing.flush();

      assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactly("good");
      assertThat(failing.statistics().lost()).isEqualTo(Map.of("unreadable", 1L));
    }
  }

  @Test
  void sampleRate_keepsWholeTraces() {
    try (var half = Rig.at(receiver, b -> b.setSampleRate(0.5))) {
      for (int i = 0; i < 200; i++) {
        Span parent = half.tracer().spanBuilder("parent").setNoParent().startSpan();
        start(half.tracer(), "child", Context.root().with(parent)).end();
        parent.end();
      }
      half.flush();
    }

    Map<String, Long> byTrace = receiver.spans().stream()
        .collect(Collectors.groupingBy(ReceivedSpan::traceId, Collectors.counting()));
    assertThat(byTrace.size()).isBetween(50, 150);
    assertThat(byTrace.values()).containsOnly(2L);
  }
}
