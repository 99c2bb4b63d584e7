// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes observations by hand, for those who think in Langfuse's terms. They are spans of the host's
 * OpenTelemetry, so they share a tree with those of {@code AgentTracer} and of any library. Values
 * for a whole trace are {@link TraceAttributes}. Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * var langfuse = LangfuseTracer.create(openTelemetry);
 * String answer = langfuse.observe("research", ObservationType.AGENT, agent -> {
 *   agent.input(question);
 *   String found = langfuse.observe("search", ObservationType.TOOL, tool -> search(question));
 *   agent.output(found);
 *   return found;
 * });
 * }</pre>
 */
public final class LangfuseTracer {
  private static final Logger logger = LoggerFactory.getLogger(LangfuseTracer.class);
  private static final ContextKey<Boolean> FIRST_OF_TRACE =
      ContextKey.named("spoor-langfuse-first-of-trace");

  private final Tracer tracer;

  /** Returns a tracer that records to {@code openTelemetry}. */
  public static LangfuseTracer create(OpenTelemetry openTelemetry) {
    return new LangfuseTracer(requireNonNull(openTelemetry, "openTelemetry"));
  }

  private LangfuseTracer(OpenTelemetry openTelemetry) {
    tracer = openTelemetry
        .tracerBuilder("dev.spoor.langfuse")
        .setInstrumentationVersion(Version.OF_THIS)
        .build();
  }

  /** Starts an observation within the active one. End it, or close it. */
  public Observation start(String name, ObservationType type) {
    return start(name, type, Context.current());
  }

  /** Starts an observation within the one of {@code parent}. */
  public Observation start(String name, ObservationType type, Context parent) {
    return start(name, type, parent, null);
  }

  /** Starts an observation that began at {@code startTime}; null means now. */
  public Observation start(
      String name, ObservationType type, Context parent, @Nullable Instant startTime) {
    SpanBuilder builder = tracer.spanBuilder(name).setParent(parent);
    if (startTime != null) {
      builder.setStartTimestamp(startTime);
    }
    var span = builder.startSpan();
    span.setAttribute(LangfuseKeys.TYPE, type.wireName());
    if (parent.get(FIRST_OF_TRACE) != null
        && Span.fromContext(parent).getSpanContext().isRemote()) {
      span.setAttribute(LangfuseKeys.AS_ROOT, true);
    }
    return new Observation(this, parent.with(span));
  }

  /**
   * Returns the observation of the span in {@code context}, such as that of an agent's run. What is
   * started within it belongs to the same tree.
   */
  public Observation observation(Context context) {
    return new Observation(this, requireNonNull(context, "context"));
  }

  /** Records something that happened now, within the active observation. */
  public Observation event(String name, @Nullable Object input) {
    Observation event = start(name, ObservationType.EVENT).input(input);
    event.end();
    return event;
  }

  /**
   * Runs {@code work} as the active observation; returns and throws what it does. An exception is
   * recorded, and the observation ends in every case.
   */
  public <T extends @Nullable Object, E extends Exception> T observe(
      String name, ObservationType type, Work<T, E> work) throws E {
    Observation observation = start(name, type);
    try (Scope scope = observation.makeCurrent()) {
      return work.run(observation);
    } catch (Throwable t) {
      observation.fail(t);
      throw t;
    } finally {
      observation.end();
    }
  }

  /**
   * Returns the context in which to start the first observation of the trace {@code traceId}, such
   * as one of {@link #traceId}. If the id is none, a new trace begins.
   */
  public static Context trace(String traceId) {
    return parent(traceId, IdGenerator.random().generateSpanId()).with(FIRST_OF_TRACE, true);
  }

  /**
   * Returns the context in which to start a step of an observation that another process made. If
   * the ids are none, a new trace begins.
   */
  public static Context parent(String traceId, String observationId) {
    if (!TraceId.isValid(traceId) || !SpanId.isValid(observationId)) {
      logger.warn("A new trace begins: what should be the ids of a trace and of an observation are"
          + " not 32 and 16 digits of lower-case hexadecimal, or are all zero.");
      return Context.root();
    }
    SpanContext remote = SpanContext.createFromRemoteParent(
        traceId, observationId, TraceFlags.getSampled(), TraceState.getDefault());
    return Context.root().with(Span.wrap(remote));
  }

  /**
   * Returns the trace id that {@code seed} always gives, the same as in Langfuse's other SDKs, to
   * find a trace again by an id of one's own. An empty seed gives another id every time.
   */
  public static String traceId(String seed) {
    return seed.isEmpty() ? IdGenerator.random().generateTraceId() : hash(seed).substring(0, 32);
  }

  /** Returns the observation id that {@code seed} always gives. */
  public static String observationId(String seed) {
    return hash(seed).substring(0, 16);
  }

  private static String hash(String seed) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** What is done within an observation. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, E extends Exception> {
    /** Does it, and returns its result. */
    T run(Observation observation) throws E;
  }
}
