// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a span open or ends one twice. Register it as a JUnit extension and add
 * it to the tracer provider as a span processor. Safe for use by many threads; tests that share one
 * must not run at the same time.
 *
 * <pre>{@code
 * @RegisterExtension final OpenSpans openSpans = new OpenSpans();
 *
 * SdkTracerProvider.builder().addSpanProcessor(openSpans).build();
 * }</pre>
 */
public final class OpenSpans implements SpanProcessor, BeforeEachCallback, AfterEachCallback {
  // Spans guard themselves against a second end and only log it: this is where it can be seen.
  private static final Logger SDK_SPAN = Logger.getLogger("io.opentelemetry.sdk.trace.SdkSpan");
  private static final String SECOND_END = "Calling end() on an ended";

  private final Map<String, String> open = new ConcurrentHashMap<>();
  private final List<String> endedTwice = new CopyOnWriteArrayList<>();
  private final Handler watch = new Watch();

  /** Returns the names of the spans that are open now. */
  public List<String> open() {
    return List.copyOf(open.values());
  }

  /** Returns where spans were ended that had ended before: one stack trace each. */
  public List<String> endedTwice() {
    return List.copyOf(endedTwice);
  }

  /** Forgets what it has seen, for a test that leaves spans open on purpose. */
  public void forget() {
    open.clear();
    endedTwice.clear();
  }

  /** Starts to listen for second ends. */
  @Override
  public void beforeEach(ExtensionContext context) {
    forget();
    SDK_SPAN.setLevel(Level.FINE);
    SDK_SPAN.addHandler(watch);
  }

  /** Fails the test if a span is open or was ended twice. */
  @Override
  public void afterEach(ExtensionContext context) {
    SDK_SPAN.removeHandler(watch);
    check();
  }

  void check() {
    if (!open.isEmpty()) {
      throw new AssertionError("spans left open: " + open());
    }
    if (!endedTwice.isEmpty()) {
      throw new AssertionError("spans ended twice:\n" + String.join("\n", endedTwice));
    }
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    open.put(key(span), span.getName());
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    open.remove(key(span));
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private static String key(ReadableSpan span) {
    return span.getSpanContext().getTraceId() + span.getSpanContext().getSpanId();
  }

  private final class Watch extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (entry.getMessage().startsWith(SECOND_END)) {
        var trace = new StringBuilder();
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
          trace.append("  at ").append(frame).append('\n');
        }
        endedTwice.add(trace.toString());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
