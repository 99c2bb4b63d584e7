// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Carries a trace into a process that runs somewhere else, by environment variables: those that the
 * host's own propagators write, under the names of OpenTelemetry's specification of environment
 * variable carriers ({@code TRACEPARENT}, {@code TRACESTATE}, {@code BAGGAGE}). Immutable and safe
 * for use by many threads. Nothing but a bad argument makes it throw: a propagator that fails is
 * logged once, and the process starts without a context.
 *
 * <pre>{@code
 * var propagator = SandboxPropagator.create(openTelemetry);
 * Map<String, String> environment = propagator.inject(run.context(), Map.of("LANG", "C.UTF-8"));
 * }</pre>
 *
 * <p>It never builds shell text. A prompt is text that others wrote; in a command line for a shell
 * it is code. Give it as an argument, a variable, standard input or a file.
 */
public final class SandboxPropagator {
  private static final Warnings warnings =
      new Warnings(LoggerFactory.getLogger(SandboxPropagator.class));

  /** What these write depends on the span context and the baggage alone, so it can be kept. */
  private static final Set<String> CACHEABLE = Set.of("traceparent", "tracestate", "baggage");

  private final TextMapPropagator propagator;
  private final BaggageFilter baggageFilter;
  private final EnvironmentMerge merge;
  private final @Nullable InjectionCache cache;

  /**
   * Returns a propagator that writes what the propagators of {@code openTelemetry} write, without
   * baggage.
   */
  public static SandboxPropagator create(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Returns a builder of a propagator that uses the propagators of {@code openTelemetry}. */
  public static SandboxPropagatorBuilder builder(OpenTelemetry openTelemetry) {
    return builder(openTelemetry.getPropagators().getTextMapPropagator());
  }

  /** Returns a builder of a propagator that uses {@code propagator}. */
  public static SandboxPropagatorBuilder builder(TextMapPropagator propagator) {
    return new SandboxPropagatorBuilder(propagator);
  }

  SandboxPropagator(SandboxPropagatorBuilder builder) {
    propagator = builder.propagator;
    baggageFilter = new BaggageFilter(builder.baggage);
    merge = new EnvironmentMerge(propagator.fields(), System.getenv());
    cache = CACHEABLE.containsAll(propagator.fields()) ? new InjectionCache() : null;
  }

  /**
   * Returns the variables that carry {@code context}, and nothing else; an immutable map, empty
   * when there is nothing to carry. A second call in the same span returns the same map.
   */
  public Map<String, String> inject(Context context) {
    requireNonNull(context, "context");
    SpanContext span = Span.fromContext(context).getSpanContext();
    Baggage baggage = Baggage.fromContext(context);
    Map<String, String> known = cache == null ? null : cache.get(span, baggage);
    if (known != null) {
      return known;
    }
    Map<String, String> variables = variables(context, baggage);
    if (cache != null) {
      cache.put(span, baggage, variables);
    }
    return variables;
  }

  /**
   * Returns a new map, the caller's to change, of {@code environment} and the variables that carry
   * {@code context}. What the caller put into {@code environment} wins: an own {@code TRACEPARENT}
   * stays and keeps our {@code TRACESTATE} out, for the two belong together. A value that was
   * merely copied from the environment of this process is stale and is replaced or removed, unless
   * the context has no span to replace it with.
   */
  public Map<String, String> inject(Context context, Map<String, String> environment) {
    return merge.apply(environment, inject(context));
  }

  /**
   * Returns the context that {@code environment} carries. Values are read by their normalized names
   * alone: {@code TRACEPARENT} counts, {@code traceparent} does not.
   */
  public Context extract(Map<String, String> environment) {
    requireNonNull(environment, "environment");
    try {
      return propagator.extract(Context.root(), environment, EnvironmentGetter.INSTANCE);
    } catch (RuntimeException e) {
      warnings.warn("A propagator could not read the environment: the trace starts anew.", e);
      return Context.root();
    }
  }

  /**
   * Returns the context that this process was started with. For programs that run in a sandbox;
   * call it once, at the start.
   */
  public Context extractFromEnvironment() {
    return extract(System.getenv());
  }

  /**
   * Returns labels that name the trace of {@code context}, for the metadata of a sandbox:
   * {@code traceparent}, and {@code trace_id} to search by. Both fit the rules of Kubernetes
   * labels. Empty when there is no span.
   */
  public Map<String, String> labels(Context context) {
    return TraceLabels.of(Span.fromContext(context).getSpanContext());
  }

  /**
   * Returns the context that {@link #labels} wrote to {@code labels}, so that a message about a
   * sandbox, such as a webhook, joins the trace that made it. Without such labels, the root
   * context.
   */
  public Context extractLabels(Map<String, String> labels) {
    return TraceLabels.toContext(labels);
  }

  /**
   * Returns the start of a command that sets {@code environment} and then runs what follows, for
   * executors that take no environment (Kubernetes): {@code env K=V …}. The arguments are for an
   * argument list; they are not quoted for a shell.
   *
   * @throws IllegalArgumentException when a name is not one that {@code env} can set, or a value
   *     contains NUL
   */
  public static List<String> envPrefix(Map<String, String> environment) {
    if (environment.isEmpty()) {
      return List.of();
    }
    return PosixText.envPrefix(new TreeMap<>(environment));
  }

  /**
   * Returns {@code text} as one word for a POSIX shell. A last resort for executors that take
   * nothing but shell text: an argument list needs no quotes. For text that may begin with
   * {@code -}, end the options with {@code --} first.
   *
   * @throws IllegalArgumentException when {@code text} contains NUL, which no shell can hold
   */
  public static String shellQuote(String text) {
    return PosixText.quote(text);
  }

  private Map<String, String> variables(Context context, Baggage baggage) {
    EnvironmentCarrier carrier = new EnvironmentCarrier();
    try {
      propagator.inject(baggageFilter.apply(context, baggage), carrier, EnvironmentCarrier.SETTER);
    } catch (RuntimeException e) {
      warnings.warn(
          "A propagator failed: a process starts with what it had written until then.", e);
    }
    return carrier.toMap();
  }
}
