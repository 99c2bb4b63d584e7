// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  private static final String SECRET = "SECRET";
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  private static void endASpanThatTellsItEverywhere(Span span) {
    span.setAttribute("gen_ai.operation.name", "chat");
    span.setAttribute("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"SECRET\"}]");
    span.setAttribute("gen_ai.output.messages", SECRET);
    span.setAttribute("gen_ai.request.model", "m-SECRET");
    span.setAttribute("gen_ai.request.reasoning.level", SECRET);
    span.setAttribute("langfuse.observation.metadata.key-SECRET", SECRET);
    span.setAttribute("langfuse.observation.status_message", SECRET);
    span.setAttribute("http.url", "/?q=SECRET");
    span.setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", SECRET));
    span.setAttribute(AttributeKey.valueKey("value"), Value.of(List.of(Value.of(SECRET))));
    span.addEvent("gen_ai.choice", Attributes.of(AttributeKey.stringKey("content"), SECRET));
    span.recordException(new IllegalStateException(SECRET));
    span.setStatus(StatusCode.ERROR, SECRET);
    span.end();
  }

  @Test
  void nothingThatIsMasked_leavesTheProcess() {
    InMemorySpanExporter others = InMemorySpanExporter.create();
    try (var rig = Rig.at(receiver, b -> b.setMask(text -> text.replace(SECRET, "***")));
        var provider = SdkTracerProvider.builder()
            .setResource(Resource.create(
                Attributes.of(AttributeKey.stringKey("process.command_line"), "--key SECRET")))
            .addSpanProcessor(rig.processor)
            .addSpanProcessor(SimpleSpanProcessor.create(others))
            .build()) {
      endASpanThatTellsItEverywhere(
          provider.get("foreign").spanBuilder("name SECRET").startSpan());
      assertThat(rig.flush()).isTrue();
      assertThat(others.getFinishedSpanItems().get(0).toString())
          .as("what other exporters see")
          .contains(SECRET);
    }

    ReceivedSpan span = receiver.spans().get(0);
    assertThat(span.proto().toString()).doesNotContain(SECRET);
    assertThat(span.resource().toString()).doesNotContain(SECRET).contains("--key ***");
    assertThat(span.attribute("langfuse.observation.type")).isEqualTo("generation");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void maskThatFails_replacesTheContent(boolean returnsNull) {
    try (var rig = Rig.at(receiver, b -> b.setMask(text -> failing(text, returnsNull)))) {
      Span bad = rig.tracer().spanBuilder("bad").startSpan();
      bad.setAttribute("gen_ai.usage.input_tokens", 5);
      endASpanThatTellsItEverywhere(bad);
      rig.end("good");

      assertThat(rig.flush()).isTrue();
      assertThat(rig.statistics().maskFailures()).isEqualTo(1);
    }

    assertThat(receiver.spans()).hasSize(2);
    ReceivedSpan replaced = receiver.spans().stream()
        .filter(span -> !span.name().equals("good"))
        .findFirst()
        .orElseThrow();
    assertThat(replaced.proto().toString()).doesNotContain(SECRET);
    assertThat(replaced.attributes())
        .containsEntry("langfuse.observation.input", SpanMasker.FAILED)
        .containsEntry("langfuse.observation.type", "generation")
        .containsEntry("langfuse.observation.usage_details", "{\"input\":5}");
  }

  @SuppressWarnings("NullAway") // A host's mask may not keep the rules.
  private static String failing(String text, boolean returnsNull) {
    if (!text.contains(SECRET)) {
      return text;
    }
    if (returnsNull) {
      return null;
    }
    throw new IllegalStateException("cannot mask " + text);
  }

  @Test
  void maskOfEverything_leavesTheShape() {
    try (var rig = Rig.at(receiver, b -> b.setMask(text -> "*"))) {
      endASpanThatTellsItEverywhere(rig.tracer().spanBuilder("x").startSpan());
      rig.flush();
    }

    assertThat(receiver.spans().get(0).attributes())
        .containsEntry("langfuse.observation.type", "generation")
        .containsEntry("langfuse.observation.level", "ERROR");
  }

  @Test
  void numbers_areMaskedToo() {
    try (var rig = Rig.at(receiver, b -> b.setMask(Masks.cardNumbers()))) {
      rig.tracer()
          .spanBuilder("x")
          .setAttribute("card", 4111111111111111L)
          .startSpan()
          .end();
      rig.flush();
    }

    assertThat(receiver.spans().get(0).attribute("card")).isEqualTo("[card]");
  }

  private ReceivedSpan sent(LangfuseMask mask, Consumer<Span> attributes) {
    try (var rig = Rig.at(receiver, b -> b.setMask(mask))) {
      Span span = rig.tracer().spanBuilder("x").startSpan();
      attributes.accept(span);
      span.end();
      assertThat(rig.flush()).isTrue();
    }
    return receiver.spans().get(0);
  }

  @Test
  void textWithinJson_isMaskedAfterItsEscapes() {
    ReceivedSpan span = sent(
        Masks.all(),
        s -> s.setAttribute(
            "langfuse.observation.input",
            "{\"a\":\"card:\\n4111111111111111\",\"b\":\"x\\u0040example.com\",\"c\":4111111111111111,"
                + "\"d\":\"{\\\"e\\\":\\\"key\\\\tsk-ant-api03-abcdefghijklmnop\\\"}\","
                + "\"f@example.com\":\"\\ng@example.com\"}"));

    assertThat(Json.parse(String.valueOf(span.attribute("langfuse.observation.input"))))
        .isEqualTo(Map.of(
            "a", "card:\n[card]",
            "b", "[email]",
            "c", "[card]",
            "d", "{\"e\":\"key\\t[key]\"}",
            "[email]", "\n[email]"));
  }

  @Test
  void namesThatAreNoConvention_areMasked() {
    ReceivedSpan span = sent(
        Masks.all(),
        s -> s.setAttribute("mail of a@example.com", 1L)
            .setAttribute("gen_ai.request.model", "m")
            .setAttribute("langfuse.experiment.metadata.b@example.com", "x")
            .setAttribute("amount", 4111111111111111d));

    assertThat(span.attributes())
        .containsEntry("mail of [email]", 1L)
        .containsEntry("gen_ai.request.model", "m")
        .containsEntry("langfuse.experiment.metadata.[email]", "x")
        .containsEntry("amount", "[card]");
  }

  @Test
  void scopeAndTraceState_tellNothing() {
    SpanContext parent = SpanContext.createFromRemoteParent(
        "0123456789abcdef0123456789abcdef",
        "0123456789abcdef",
        TraceFlags.getSampled(),
        TraceState.builder().put("k", SECRET).build());
    try (var rig = Rig.at(receiver, b -> b.setMask(text -> text.replace(SECRET, "***")))) {
      rig.tracer()
          .spanBuilder("x")
          .setParent(Context.root().with(Span.wrap(parent)))
          .startSpan()
          .end();
      assertThat(rig.flush()).isTrue();
    }

    assertThat(receiver.spans().get(0).proto().toString()).doesNotContain(SECRET);
  }

  @Test
  void scores_areMasked() {
    try (var langfuse = new FakeLangfuse();
        var rig = Rig.at(langfuse.url(), b -> b.setMask(Masks.emails()))) {
      rig.processor.score(Score.numeric("n", 1)
          .onTrace("0123456789abcdef0123456789abcdef")
          .withComment("said a@example.com")
          .withMetadata(Map.of("by", "b@example.com")));
      assertThat(rig.flush()).isTrue();

      assertThat(
              langfuse.requests("POST", "/api/public/ingestion").get(0).json().toString())
          .contains("said [email]", "by=[email]")
          .doesNotContain("example.com");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "write to a.b+c@mail.example.com. Now, write to [email]. Now",
    "to jörg.müller@exämple.de now, to [email] now",
    "card 4111 1111 1111 1111 ok, card [card] ok",
    "card 4111\u00a01111\u00a01111\u00a01111 ok, card [card] ok",
    "card 4111-1111-1111-1111 12/26, card [card] 12/26",
    "card 378282246310005, card [card]",
    "order 4111111111111112 stays, order 4111111111111112 stays",
    "id a4111111111111111 stays, id a4111111111111111 stays",
    "key sk-ant-api03-abcdefghijklmnop end, key [key] end",
    "key pk-lf-12345678-1234-1234-1234-123456789012 end, key [key] end",
    "AKIAIOSFODNN7EXAMPLE, [key]",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789, [key]",
    "Authorization: Bearer abc.def-ghi_jkl, Authorization: Bearer [token]",
    "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeKK, [key]",
    "plain text stays, plain text stays"
  })
  void readyMadeMasks_findTheirForms(String text, String masked) {
    assertThat(Masks.all().mask(text)).isEqualTo(masked);
  }

  @Test
  void readyMadeMasks_areLinear() {
    String hostile = "a".repeat(200_000) + "@" + "1 ".repeat(200_000) + "sk-".repeat(50_000);
    long start = System.nanoTime();

    assertThat(Masks.all().mask(hostile)).isNotEmpty();
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
  }

  @Test
  void textWithoutAFind_isTheSameObject() {
    String text = "nothing here";

    assertThat(Masks.all().mask(text)).isSameAs(text);
  }
}
