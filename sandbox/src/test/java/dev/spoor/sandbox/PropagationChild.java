// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.PrintStream;

/** What a Java program in a sandbox does: it takes the context and makes a span in it. */
final class PropagationChild {
  private PropagationChild() {}

  public static void main(String[] arguments) {
    SandboxPropagator propagator = SandboxPropagator.builder(TextMapPropagator.composite(
            W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()))
        .build();
    Context parent = propagator.extractFromEnvironment();
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
      Span span = provider.get("child").spanBuilder("child").setParent(parent).startSpan();
      out.println(span.getSpanContext().getTraceId());
      out.println(Span.fromContext(parent).getSpanContext().getSpanId());
      out.println(span.getSpanContext().isSampled());
      out.println(Span.fromContext(parent).getSpanContext().getTraceState().get("vendor"));
      Baggage.fromContext(parent).forEach((key, e) -> out.println(key + "=" + e.getValue()));
      span.end();
    }
  }
}
