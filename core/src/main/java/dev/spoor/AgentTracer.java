// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import dev.spoor.cost.CostCalculator;
import dev.spoor.cost.ModelPrice;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records what an agent does as OpenTelemetry spans and metrics, with the names of the GenAI
 * semantic conventions. Immutable and safe for use by many threads; make one and keep it. Never
 * fails the work it observes: what cannot be recorded is dropped and counted.
 *
 * <pre>{@code
 * var agents = AgentTracer.builder(openTelemetry).setAgentName("researcher").build();
 *
 * String answer = agents.trace(AgentRequest.of("claude-sonnet-4-5", prompt), run -> {
 *   try (Generation generation = run.generation("claude-sonnet-4-5")) {
 *     Message message = client.messages().create(params);
 *     generation.usage(usageOf(message));
 *   }
 *   return run.tool("search", callId, argumentsJson, call -> search(argumentsJson));
 * });
 * }</pre>
 */
public final class AgentTracer {
  private static final String SCOPE = "dev.spoor";

  final Instruments instruments;
  final Names names;
  final Drops drops;
  final Content content;
  final Clock clock;
  final boolean settlementSpans;

  private final TimeOfDay timeOfDay;
  private final Tracer tracer;
  private final String agentName;
  private final @Nullable String agentId;
  private final @Nullable String agentDescription;
  private final @Nullable String agentVersion;
  private final @Nullable String provider;
  private final @Nullable String defaultModel;
  private final boolean generationSpans;
  private final boolean samplerAttributes;

  /** Returns a tracer with default settings that records to {@code openTelemetry}. */
  public static AgentTracer create(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Returns a builder of a tracer that records to {@code openTelemetry}. */
  public static AgentTracerBuilder builder(OpenTelemetry openTelemetry) {
    return new AgentTracerBuilder(requireNonNull(openTelemetry, "openTelemetry"));
  }

  AgentTracer(AgentTracerBuilder builder) {
    TracerBuilder tracers =
        builder.openTelemetry.tracerBuilder(SCOPE).setInstrumentationVersion(Version.CURRENT);
    MeterBuilder meters = builder
        .openTelemetry
        .getMeterProvider()
        .meterBuilder(SCOPE)
        .setInstrumentationVersion(Version.CURRENT);
    if (builder.schemaUrl != null) {
      tracers.setSchemaUrl(builder.schemaUrl);
      meters.setSchemaUrl(builder.schemaUrl);
    }
    tracer = tracers.build();
    instruments = new Instruments(meters.build());
    drops = new Drops(instruments.dropped);
    names = new Names(
        this,
        builder.maxNames,
        builder.costCalculator == null ? CostCalculator.create() : builder.costCalculator);
    content =
        new Content(builder.contentCapture, builder.contentFilter, builder.maxContentBytes, drops);
    clock = builder.clock;
    timeOfDay = new TimeOfDay(clock);
    agentName = builder.agentName;
    agentId = builder.agentId;
    agentDescription = builder.agentDescription;
    agentVersion = builder.agentVersion;
    provider = builder.provider;
    defaultModel = builder.defaultModel;
    generationSpans = builder.generationSpans;
    settlementSpans = builder.settlementSpans && builder.generationSpans;
    samplerAttributes = builder.samplerAttributes;
  }

  /**
   * Starts a run. Close it, or end it with {@link AgentRun#fail} or {@link AgentRun#cancel}: a run
   * that is never ended is never exported.
   */
  public AgentRun start(AgentRequest request) {
    AgentRequest known = AgentRequest.known(request);
    return startRun(known, parentOf(known), null, clock.nanoTime());
  }

  /**
   * Starts a call of a model that belongs to no agent's run. {@code request} gives the model, the
   * parent and the rest.
   */
  public Generation startGeneration(AgentRequest request) {
    AgentRequest known = AgentRequest.known(request);
    Context parent = known.storeIn(parentOf(known));
    long nanos = clock.nanoTime();
    var extras = new RunExtras(null, known.details.budget, false, true, timeOfDay.offset(nanos));
    var run =
        new AgentRun(names.agent(nameOf(known)), known, Span.getInvalid(), parent, nanos, extras);
    return run.startGeneration(run.model(), known.prompt, nanos);
  }

  /**
   * Does {@code work} in a run whose context is current on this thread. Returns and throws what
   * {@code work} does; what it throws is recorded.
   */
  public <T extends @Nullable Object, E extends Exception> T trace(
      AgentRequest request, AgentWork<AgentRun, T, E> work) throws E {
    return start(request).run(work);
  }

  /**
   * Does {@code work} in a run that ends when the stage does. The run's context is current while
   * {@code work} is called, not in its callbacks. Returns the very stage of {@code work}, and
   * throws what {@code work} throws.
   */
  public <T extends @Nullable Object, S extends CompletionStage<T>> S traceAsync(
      AgentRequest request, Function<? super AgentRun, S> work) {
    AgentRun run = start(request);
    try (Scope scope = run.makeCurrent()) {
      S stage = work.apply(run);
      if (stage == null) {
        // Work that starts nothing has ended; what null means is the host's affair.
        run.close();
      } else {
        stage.whenComplete((result, thrown) -> end(run, thrown));
      }
      return stage;
    } catch (Throwable t) {
      run.fail(t);
      throw t;
    }
  }

  private static void end(AgentRun run, @Nullable Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
    if (cause == null) {
      run.close();
    } else if (cause instanceof CancellationException) {
      run.cancel();
    } else {
      run.fail(cause);
    }
  }

  AgentRun startRun(AgentRequest request, Context parent, @Nullable AgentRun owner, long nanos) {
    AgentNames agent = names.agent(nameOf(request));
    Context context = request.storeIn(parent);
    if (owner == null ? !tracer.isEnabled() : !owner.recordsChildren()) {
      RunExtras extras = RunExtras.of(owner, request, false, 0);
      return new AgentRun(agent, request, Span.getInvalid(), context, nanos, extras);
    }
    long epochOffset = owner == null ? timeOfDay.offset(nanos) : owner.extras().epochOffset;
    SpanBuilder builder = spanBuilder(agent.spanName, context, SpanKind.INTERNAL);
    builder.setStartTimestamp(nanos + epochOffset, TimeUnit.NANOSECONDS);
    if (samplerAttributes) {
      builder
          .setAttribute(GenAi.OPERATION_NAME, GenAi.INVOKE_AGENT)
          .setAttribute(GenAi.AGENT_NAME, agent.agent);
    }
    Span span = Spans.start(builder, drops);
    boolean records = span.isRecording();
    return new AgentRun(
        agent,
        request,
        span,
        records ? context.with(span) : context,
        nanos,
        RunExtras.of(owner, request, records, epochOffset));
  }

  /** Returns whether somebody reads the metrics. */
  boolean measures() {
    return instruments.tokens.isEnabled() || instruments.cost.isEnabled();
  }

  /** Starts a generation's span, or returns the invalid one if it is not wanted. */
  Span startGenerationSpan(ModelNames model, Context parent, long epochNanos) {
    if (!generationSpans) {
      return Span.getInvalid();
    }
    SpanBuilder builder = spanBuilder(model.spanName, parent, SpanKind.CLIENT);
    builder.setStartTimestamp(epochNanos, TimeUnit.NANOSECONDS);
    if (samplerAttributes) {
      builder
          .setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT)
          .setAttribute(GenAi.PROVIDER_NAME, model.provider)
          .setAttribute(GenAi.REQUEST_MODEL, model.model);
    }
    return Spans.start(builder, drops);
  }

  Span startToolSpan(ToolNames tool, Context parent, long epochNanos) {
    SpanBuilder builder = spanBuilder(tool.spanName, parent, SpanKind.INTERNAL);
    builder.setStartTimestamp(epochNanos, TimeUnit.NANOSECONDS);
    if (samplerAttributes) {
      builder
          .setAttribute(GenAi.OPERATION_NAME, GenAi.EXECUTE_TOOL)
          .setAttribute(GenAi.TOOL_NAME, tool.tool);
    }
    return Spans.start(builder, drops);
  }

  /** Writes what this tracer knows of its agent. */
  void describe(Span span, AgentRequest request) {
    String asked = request.details.agentName;
    if (asked != null && !asked.equals(agentName)) {
      return;
    }
    set(span, GenAi.AGENT_ID, agentId);
    set(span, GenAi.AGENT_DESCRIPTION, agentDescription);
    set(span, GenAi.AGENT_VERSION, agentVersion);
  }

  /**
   * Returns the names of {@code model}; {@code provider} is the tracer's, or told by the model, if
   * it is null.
   */
  ModelNames model(String model, @Nullable String provider) {
    String known = provider == null ? this.provider : provider;
    return known == null ? names.model(model) : names.model(model, known);
  }

  /**
   * Returns the price of {@code usage}, or null if it has none. {@code sum} says that the usage is
   * of several requests.
   */
  @Nullable Price price(ModelNames model, TokenUsage usage, boolean sum) {
    try {
      return Price.of(sum ? model.sumPrice : model.price, usage);
    } catch (Throwable t) {
      drops.count("price", t);
      return null;
    }
  }

  /** Returns the price of {@code usage} in pico-dollars, or a number below 0 if it has none. */
  long picos(ModelNames model, TokenUsage usage, boolean sum) {
    long picos = (sum ? model.sumPrice : model.price).picoDollars(usage);
    if (picos != ModelPrice.UNKNOWN_AMOUNT) {
      return picos;
    }
    Price price = price(model, usage, sum);
    return price == null ? -1 : price.total();
  }

  @Nullable String defaultModel() {
    return defaultModel;
  }

  private String nameOf(AgentRequest request) {
    String asked = request.details.agentName;
    return asked == null ? agentName : asked;
  }

  private static Context parentOf(AgentRequest request) {
    Context parent = request.details.parent;
    return parent == null ? Context.current() : parent;
  }

  private SpanBuilder spanBuilder(String name, Context parent, SpanKind kind) {
    return tracer.spanBuilder(name).setParent(parent).setSpanKind(kind);
  }

  static void set(
      Span span, io.opentelemetry.api.common.AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }
}
