// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static java.util.Objects.requireNonNull;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A step of a trace, in Langfuse's terms. It is an OpenTelemetry span like any other; what is set
 * here is set on that span. Values that are not text are written as JSON, at once, and only if the
 * span records.
 *
 * <p>Ends when it is closed; a second end does nothing. Nothing here throws but for null. Safe for
 * use by many threads.
 */
public final class Observation implements AutoCloseable {
  /** More keys than this are folded into one attribute, as a span has room for 128. */
  private static final int METADATA_KEYS = 24;

  private static final AttributeKey<String> RESPONSE_MODEL =
      LangfuseKeys.key("gen_ai.response.model");

  private final @Nullable LangfuseTracer tracer;
  private final Context context;
  private final Span span;
  private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  Observation(@Nullable LangfuseTracer tracer, Context context) {
    this.tracer = tracer;
    this.context = context;
    span = Span.fromContext(context);
  }

  /**
   * Returns the observation that is active: whatever span is current, of whatever library. Setting
   * something on it is what other SDKs call updating the active observation.
   */
  public static Observation current() {
    return of(Context.current());
  }

  /** Returns the observation of the span in {@code context}, such as that of an agent's run. */
  public static Observation of(Context context) {
    return new Observation(null, requireNonNull(context, "context"));
  }

  /** Returns the context in which steps within this one belong. */
  public Context context() {
    return context;
  }

  /** Returns the span. */
  public Span span() {
    return span;
  }

  /** Returns the id of the trace: 32 hexadecimal digits. */
  public String traceId() {
    return span.getSpanContext().getTraceId();
  }

  /** Returns the id of this observation: 16 hexadecimal digits. */
  public String id() {
    return span.getSpanContext().getSpanId();
  }

  /** Makes this the active observation of the thread until the scope is closed. */
  @SuppressWarnings("MustBeClosedChecker") // The caller closes it.
  public Scope makeCurrent() {
    return context.makeCurrent();
  }

  /**
   * Starts a step within this one, by the tracer that this one came from. If it came from none, as
   * that of {@link #current()}, by the global OpenTelemetry; see {@link LangfuseTracer#observation}
   * where the host has another.
   */
  public Observation start(String name, ObservationType type) {
    LangfuseTracer starter =
        tracer == null ? LangfuseTracer.create(GlobalOpenTelemetry.getOrNoop()) : tracer;
    return starter.start(name, type, context);
  }

  /** Sets what went in. Null leaves it as it is. */
  public Observation input(@Nullable Object input) {
    return json(LangfuseKeys.INPUT, input);
  }

  /** Sets what came out. Null leaves it as it is. */
  public Observation output(@Nullable Object output) {
    return json(LangfuseKeys.OUTPUT, output);
  }

  /** Sets one entry of metadata. Null leaves it as it is. */
  public Observation metadata(String key, @Nullable Object value) {
    requireNonNull(key, "key");
    if (value != null && span.isRecording()) {
      synchronized (metadata) {
        metadata.put(key, value);
        if (metadata.size() <= METADATA_KEYS) {
          span.setAttribute(LangfuseKeys.key(LangfuseKeys.METADATA_PREFIX + key), text(value));
        } else {
          span.setAttribute(LangfuseKeys.OBSERVATION_METADATA, Json.write(folded()));
        }
      }
    }
    return this;
  }

  /** Sets entries of metadata. */
  public Observation metadata(Map<String, ?> entries) {
    entries.forEach(this::metadata);
    return this;
  }

  private Map<String, @Nullable Object> folded() {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    int index = 0;
    for (Map.Entry<String, @Nullable Object> entry : metadata.entrySet()) {
      if (index++ >= METADATA_KEYS) {
        rest.put(entry.getKey(), entry.getValue());
      }
    }
    return rest;
  }

  /** Sets the level. */
  public Observation level(ObservationLevel level) {
    span.setAttribute(LangfuseKeys.LEVEL, level.name());
    return this;
  }

  /** Sets the message that goes with the level. Null leaves it as it is. */
  public Observation statusMessage(@Nullable String message) {
    return json(LangfuseKeys.STATUS_MESSAGE, message);
  }

  /** Sets another type than it was started with. */
  public Observation type(ObservationType type) {
    span.setAttribute(LangfuseKeys.TYPE, type.wireName());
    return this;
  }

  /** Sets the environment, in place of the processor's: at most 40 of {@code a-z0-9_-}. */
  public Observation environment(String environment) {
    if (SettingsReader.isEnvironment(environment)) {
      span.setAttribute(LangfuseKeys.ENVIRONMENT, environment);
    }
    return this;
  }

  /** Sets the version of the code that ran. Null leaves it as it is. */
  public Observation version(@Nullable String version) {
    return json(LangfuseKeys.VERSION, version);
  }

  /** Sets the model that answered. For generations and embeddings. Null leaves it as it is. */
  public Observation model(@Nullable String model) {
    return json(RESPONSE_MODEL, model);
  }

  /** Sets the parameters that the model was called with. For generations and embeddings. */
  public Observation modelParameters(Map<String, ?> parameters) {
    return json(LangfuseKeys.MODEL_PARAMETERS, parameters);
  }

  /**
   * Sets what the call used; Langfuse's buckets and the cost are worked out from it. For
   * generations and embeddings.
   */
  public Observation usage(TokenUsage usage) {
    UsageAttributes.write(usage, span);
    return this;
  }

  /**
   * Sets Langfuse's own buckets of usage, each token in one of them: {@code input} without what was
   * cached, {@code input_cached_tokens}, {@code output} and so on. Prefer {@link #usage}.
   */
  public Observation usageDetails(Map<String, Long> buckets) {
    return json(LangfuseKeys.USAGE, buckets);
  }

  /** Sets what the call cost in US dollars, by bucket; a total is added if there is none. */
  public Observation costDetails(Map<String, BigDecimal> buckets) {
    Map<String, Object> all = new LinkedHashMap<>(buckets);
    all.values().removeIf(Objects::isNull);
    all.putIfAbsent(
        "total",
        buckets.values().stream()
            .filter(Objects::nonNull)
            .reduce(BigDecimal.ZERO, BigDecimal::add));
    return json(LangfuseKeys.COST, all);
  }

  /** Sets when the first piece of the answer came. For generations. */
  public Observation completionStart(Instant time) {
    span.setAttribute(LangfuseKeys.COMPLETION_START, '"' + time.toString() + '"');
    return this;
  }

  /** Links the prompt, kept in Langfuse, that was used. For generations. */
  public Observation prompt(String name, int version) {
    span.setAttribute(LangfuseKeys.PROMPT_NAME, requireNonNull(name, "name"));
    span.setAttribute(LangfuseKeys.PROMPT_VERSION, (long) version);
    return this;
  }

  /** Sets whether anybody with the address may see the trace. */
  public Observation tracePublic(boolean isPublic) {
    span.setAttribute(LangfuseKeys.TRACE_PUBLIC, isPublic);
    return this;
  }

  /** Records that it failed. The output becomes the error, if there is none. */
  public Observation fail(Throwable failure) {
    String message = null;
    try {
      message = failure.getMessage();
      span.recordException(failure);
    } catch (RuntimeException e) {
      // An exception's own code may fail, too; the span tells that it was one.
    }
    span.setStatus(StatusCode.ERROR, message == null ? nameOf(failure) : message);
    return this;
  }

  /** Ends it now. */
  public void end() {
    if (ended.compareAndSet(false, true)) {
      span.end();
    }
  }

  /** Ends it as of {@code endTime}. */
  public void end(Instant endTime) {
    if (ended.compareAndSet(false, true)) {
      span.end(endTime);
    }
  }

  /** Ends it now. */
  @Override
  public void close() {
    end();
  }

  private static String nameOf(@Nullable Throwable failure) {
    return failure == null ? "" : failure.getClass().getSimpleName();
  }

  private Observation json(AttributeKey<String> key, @Nullable Object value) {
    if (value != null && span.isRecording()) {
      span.setAttribute(key, text(value));
    }
    return this;
  }

  private static String text(Object value) {
    return value instanceof String text ? text : Json.write(value);
  }
}
