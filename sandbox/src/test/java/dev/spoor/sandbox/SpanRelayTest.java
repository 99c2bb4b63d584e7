// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a hostile program in a sandbox may try, and what comes of it. */
class SpanRelayTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String EXECUTION_ID = "b7ad6b7169203331";
  private static final String SPAN_ID = "1111111111111111";

  private final List<RelayedSpan> spans = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(1_000);
  private final SpanContext execution =
      SpanContext.create(TRACE_ID, EXECUTION_ID, TraceFlags.getSampled(), TraceState.getDefault());
  private final Attributes resource =
      Attributes.of(AttributeKey.stringKey("service.name"), "sandbox");
  private final SpanClock clock = new SpanClock(1_000, 1_000, now::get);
  private final SpanRelay relay =
      new SpanRelay(execution, hostSpans(), resource, clock, spans::add);

  @Test
  void line_passesASpanOnWithItsOwnIds() {
    now.set(2_000);
    relay(span("""
        "traceId":"%s","spanId":"%s","parentSpanId":"%s","name":"work","kind":3,
        "startTimeUnixNano":"1100","endTimeUnixNano":1900,
        "attributes":[{"key":"s","value":{"stringValue":"é"}},{"key":"i","value":{"intValue":"7"}},
          {"key":"b","value":{"boolValue":true}},{"key":"d","value":{"doubleValue":0.5}},
          {"key":"l","value":{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":"y"}]}}}],
        "events":[{"name":"e","timeUnixNano":"1500","attributes":[]}],
        "status":{"code":2,"message":"broken"}
        """.formatted(TRACE_ID, SPAN_ID, EXECUTION_ID)));

    assertThat(spans).singleElement().satisfies(span -> {
      assertThat(span.context().getSpanId()).isEqualTo(SPAN_ID);
      assertThat(span.parent()).isEqualTo(execution);
      assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
      assertThat(span.endEpochNanos() - span.startEpochNanos()).isEqualTo(800);
      assertThat(span.attributes())
          .isEqualTo(Attributes.builder()
              .put("s", "é")
              .put("i", 7)
              .put("b", true)
              .put("d", 0.5)
              .put("l", "x", "y")
              .build());
      assertThat(span.events())
          .containsExactly(new RelayedSpan.Event("e", 1_500, Attributes.empty()));
      assertThat(span.status()).isEqualTo(StatusCode.ERROR);
      assertThat(span.statusDescription()).isEqualTo("broken");
      assertThat(span.scopeName()).isEqualTo("scope");
    });
  }

  @Test
  void line_theResourceIsTheHostsWord() {
    relay("""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"bank"}}]},
        "scopeSpans":[{"spans":[{%s}]}]}]}""".formatted(ids(TRACE_ID, SPAN_ID)));

    assertThat(spans.get(0).resource()).isEqualTo(resource);
  }

  @Test
  void line_refusesAnotherTrace() {
    relay(span(ids("ffffffffffffffffffffffffffffffff", SPAN_ID)));

    assertThat(spans).isEmpty();
    assertThat(relay.dropped()).isOne();
  }

  @Test
  void line_refusesTheIdOfTheExecutionItself() {
    relay(span(ids(TRACE_ID, EXECUTION_ID)));

    assertThat(spans).isEmpty();
  }

  @Test
  void line_refusesTheIdsOfOtherSpansThatSandboxesWereTold() {
    HostSpans known = hostSpans();
    known.add(SPAN_ID);
    SpanRelay later = new SpanRelay(execution, known, resource, clock, spans::add);
    byte[] forged = span(ids(TRACE_ID, SPAN_ID)).getBytes(UTF_8);
    later.line(forged, forged.length);

    assertThat(spans).isEmpty();
    assertThat(later.dropped()).isOne();
  }

  @Test
  void line_afterTheEndIsNobodys() {
    relay.close();
    relay(span(ids(TRACE_ID, SPAN_ID)));

    assertThat(spans).isEmpty();
  }

  @Test
  void line_leavesOutNumbersThatAreNone() {
    relay(span(ids(TRACE_ID, SPAN_ID)
        + ",\"attributes\":[{\"key\":\"d\",\"value\":{\"doubleValue\":1e999}}]"));

    assertThat(spans.get(0).attributes().isEmpty()).isTrue();
  }

  @Test
  void line_refusesASecondSpanWithTheSameId() {
    relay(span(ids(TRACE_ID, SPAN_ID)));
    relay(span(ids(TRACE_ID, SPAN_ID)));

    assertThat(spans).hasSize(1);
  }

  @Test
  void line_refusesIdsThatAreNone() {
    for (String id : List.of("", "0000000000000000", "1", "111111111111111G", "1".repeat(99))) {
      relay(span(ids(TRACE_ID, id)));
    }

    assertThat(spans).isEmpty();
  }

  @Test
  void line_hangsARootOnTheExecution() {
    relay(span(ids(TRACE_ID, SPAN_ID)));

    assertThat(spans.get(0).parent()).isEqualTo(execution);
  }

  @Test
  void line_hangsASpanThatIsItsOwnParentOnTheExecution() {
    relay(span(ids(TRACE_ID, SPAN_ID) + ",\"parentSpanId\":\"" + SPAN_ID + "\""));

    assertThat(spans.get(0).parent()).isEqualTo(execution);
  }

  @Test
  void line_clampsTimesToThoseOfTheExecution() {
    now.set(5_000);
    relay(span("\"traceId\":\"" + TRACE_ID + "\",\"spanId\":\"" + SPAN_ID
        + "\",\"startTimeUnixNano\":\"-9\",\"endTimeUnixNano\":\"9223372036854775807\""));
    relay(
        span(
            "\"traceId\":\"" + TRACE_ID
                + "\",\"spanId\":\"2222222222222222\",\"startTimeUnixNano\":\"4000\",\"endTimeUnixNano\":\"1\""));

    assertThat(spans)
        .extracting(RelayedSpan::startEpochNanos, RelayedSpan::endEpochNanos)
        .containsExactly(tuple(1_000L, 5_000L), tuple(4_000L, 4_000L));
  }

  @Test
  void line_movesTimesFromTheClockOfTheMachineToThatOfTheTrace() {
    SpanClock behind = new SpanClock(700, 1_000, now::get);
    SpanRelay moved = new SpanRelay(execution, hostSpans(), resource, behind, spans::add);
    now.set(1_500);
    byte[] line = span("\"traceId\":\"" + TRACE_ID + "\",\"spanId\":\"" + SPAN_ID
            + "\",\"startTimeUnixNano\":\"1100\",\"endTimeUnixNano\":\"1900\"")
        .getBytes(UTF_8);
    moved.line(line, line.length);

    assertThat(spans)
        .extracting(RelayedSpan::startEpochNanos, RelayedSpan::endEpochNanos)
        .containsExactly(tuple(800L, 1_200L));
  }

  @Test
  void line_passesNoMoreThanItsLimit() {
    for (int i = 1; i <= 2 * SpanRelay.MAX_SPANS; i++) {
      relay(span(ids(TRACE_ID, String.format("%016x", i))));
    }

    assertThat(spans).hasSize(SpanRelay.MAX_SPANS);
    assertThat(relay.relayed() + relay.dropped()).isEqualTo(2L * SpanRelay.MAX_SPANS);
  }

  @Test
  void line_boundsWhatASpanHolds() {
    StringBuilder attributes = new StringBuilder("{\"key\":\"k\",\"value\":{\"stringValue\":\"")
        .append("x".repeat(20_000))
        .append("\"}}");
    for (int i = 0; i < 500; i++) {
      attributes.append(",{\"key\":\"k").append(i).append("\",\"value\":{\"boolValue\":true}}");
    }
    String events = "{\"timeUnixNano\":1,\"name\":\"e\"},".repeat(100);
    relay(span(ids(TRACE_ID, SPAN_ID) + ",\"name\":\"" + "n".repeat(999) + "\",\"attributes\":["
        + attributes + "],\"events\":[" + events.substring(0, events.length() - 1) + "]"));

    RelayedSpan span = spans.get(0);
    assertThat(span.name()).hasSize(256);
    assertThat(span.attributes().size()).isEqualTo(64);
    assertThat(span.attributes().get(AttributeKey.stringKey("k"))).hasSize(4_096);
    assertThat(span.events()).hasSize(32);
  }

  @Test
  void line_survivesEveryKindOfNonsense() {
    String valid = span(ids(TRACE_ID, SPAN_ID)
        + ",\"name\":7,\"kind\":99,\"attributes\":{},\"events\":[1,{}],\"status\":[]");
    List<String> lines = new ArrayList<>(List.of(
        "",
        "x",
        "null",
        "[]",
        "{",
        "{}x",
        "{\"resourceSpans\":7}",
        "{\"resourceSpans\":[[[]]]}",
        "[".repeat(60_000),
        "{\"a\":".repeat(10_000),
        "{\"n\":" + "9".repeat(50_000) + "}",
        "\0",
        "{\"\ud800\":1}"));
    lines.forEach(this::relay);
    relay(valid);

    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).kind()).isEqualTo(SpanKind.INTERNAL);
  }

  @Test
  void line_survivesDamagedLines() {
    byte[] valid = span(ids(TRACE_ID, SPAN_ID) + ",\"name\":\"n\"").getBytes(UTF_8);
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = valid.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      relay.line(damaged, random.nextInt(damaged.length + 1));
    }

    assertThat(spans).allMatch(span -> span.context().getTraceId().equals(TRACE_ID));
    assertThat(spans.size()).isLessThanOrEqualTo(SpanRelay.MAX_SPANS);
  }

  @Test
  void line_survivesASinkThatThrows() {
    SpanRelay throwing = new SpanRelay(execution, hostSpans(), resource, clock, span -> {
      throw new IllegalStateException("full");
    });
    byte[] line = span(ids(TRACE_ID, SPAN_ID)).getBytes(UTF_8);
    throwing.line(line, line.length);

    assertThat(throwing.dropped()).isOne();
  }

  private HostSpans hostSpans() {
    HostSpans hostSpans = new HostSpans();
    hostSpans.add(execution.getSpanId());
    return hostSpans;
  }

  private void relay(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    relay.line(bytes, bytes.length);
  }

  private static String ids(String traceId, String spanId) {
    return "\"traceId\":\"" + traceId + "\",\"spanId\":\"" + spanId
        + "\",\"startTimeUnixNano\":\"1000\",\"endTimeUnixNano\":\"1000\"";
  }

  private static String span(String fields) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"scope\":{\"name\":\"scope\"},\"spans\":[{"
        + fields + "}]}]}]}";
  }
}
