// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.sandbox.SandboxPropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class E2bWebhookTest {
  private static final String BODY = """
      {"version":"v2","id":"ev1","type":"sandbox.lifecycle.killed",
       "eventData":{"sandbox_metadata":{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
       "set_timeout":null},"sandboxId":"sbx1","sandboxTemplateId":"base","timestamp":"2026-11-01T00:00:00Z"}""";

  private final E2bWebhook webhook = E2bWebhook.create("s3cret");

  @Test
  void isAuthentic_knowsASignature() {
    // printf '%s' 's3cret{"a":1}' | openssl dgst -sha256 -binary | basenc --base64url, without "="
    byte[] body = "{\"a\":1}".getBytes(UTF_8);

    assertThat(webhook.isAuthentic(body, "C1dnfGQq5NGZc3ZF8BzKAkVeC2HPuRR25raIBIzxvIM"))
        .isTrue();
  }

  @Test
  void isAuthentic_refusesAllElse() {
    byte[] body = "{\"a\":2}".getBytes(UTF_8);

    assertThat(webhook.isAuthentic(body, "C1dnfGQq5NGZc3ZF8BzKAkVeC2HPuRR25raIBIzxvIM"))
        .isFalse();
    assertThat(webhook.isAuthentic(body, "")).isFalse();
    assertThat(webhook.isAuthentic(body, null)).isFalse();
  }

  @Test
  void create_refusesAnEmptySecret() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> E2bWebhook.create(""))
        .withMessageContaining("anybody could sign");
  }

  @Test
  void read_joinsTheTraceThatMadeTheSandbox() throws Exception {
    E2bEvent event = webhook.read(BODY.getBytes(UTF_8));
    SandboxPropagator propagator =
        SandboxPropagator.builder(W3CTraceContextPropagator.getInstance()).build();

    Context context = propagator.extractLabels(event.metadata());

    assertThat(event.type()).isEqualTo("sandbox.lifecycle.killed");
    assertThat(Span.fromContext(context).getSpanContext().getSpanId())
        .isEqualTo("b7ad6b7169203331");
  }

  @Test
  void read_refusesWhatIsNoEvent() {
    for (String body : new String[] {"", "[]", "{}", "{\"id\":1}"}) {
      assertThatThrownBy(() -> webhook.read(body.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }
  }
}
