// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a whole trace: user, session, tags and the like. Put in a {@link Context}, it is
 * written on every span that starts in it, of whatever library, as Langfuse keeps these with every
 * observation. Spans that were started before, the current one included, are not touched. Immutable
 * and safe for use by many threads.
 *
 * <pre>{@code
 * TraceAttributes attributes =
 *     TraceAttributes.builder().setUserId("u-1").setSessionId("s-1").addTag("beta").build();
 * try (Scope scope = attributes.makeCurrent()) {
 *   answer(request);
 * }
 * }</pre>
 */
public final class TraceAttributes implements ImplicitContextKeyed {
  private static final ContextKey<TraceAttributes> KEY =
      ContextKey.named("spoor-langfuse-trace-attributes");

  /** The scope of the spans of agents' runs. */
  private static final String RUNS = "dev.spoor";

  final @Nullable String userId;
  final @Nullable String sessionId;
  final @Nullable String traceName;
  final @Nullable String version;
  final @Nullable String environment;
  final @Nullable String promptName;
  final @Nullable Integer promptVersion;
  final @Nullable Boolean isPublic;
  final List<String> tags;
  final Map<String, String> metadata;
  final Map<String, String> experiment;
  final boolean baggage;
  private final Stamps stamps;

  /** Returns a builder in which nothing is set. */
  public static TraceAttributesBuilder builder() {
    return new TraceAttributesBuilder();
  }

  TraceAttributes(TraceAttributesBuilder builder) {
    userId = builder.userId;
    sessionId = builder.sessionId;
    traceName = builder.traceName;
    version = builder.version;
    environment = builder.environment;
    promptName = builder.promptName;
    promptVersion = builder.promptVersion;
    isPublic = builder.isPublic;
    tags = List.copyOf(builder.tags);
    metadata = Map.copyOf(builder.metadata);
    experiment = Map.copyOf(builder.experiment);
    baggage = builder.baggage;
    stamps = new Stamps(this);
  }

  /** Returns what is in {@code context}, or null. */
  static @Nullable TraceAttributes in(Context context) {
    return context.get(KEY);
  }

  /**
   * Returns {@code context} with these, added to those that are there: tags and metadata join, of
   * all else these win.
   */
  @Override
  public Context storeInContext(Context context) {
    TraceAttributes outer = in(context);
    TraceAttributes upstream = BaggageEntries.read(Baggage.fromContext(context));
    TraceAttributes joined = this;
    if (outer != null || upstream != null) {
      var builder = new TraceAttributesBuilder();
      if (upstream != null) {
        builder.addAll(upstream);
      }
      if (outer != null) {
        builder.addAll(outer);
      }
      joined = builder.addAll(this).unchecked();
    }
    Context with = context.with(KEY, joined);
    return joined.baggage
        ? with.with(BaggageEntries.write(joined, Baggage.fromContext(context)))
        : with;
  }

  /**
   * Writes on {@code span} what is in {@code context}, else what came with the request; and the
   * user, the session and the tags of the agent's run that it belongs to, as Langfuse keeps them
   * for each observation and copies nothing from the first.
   */
  static void stamp(Context context, Span span) {
    if (Span.fromContextOrNull(context) instanceof ReadableSpan parent && isOfRun(parent)) {
      inherit(parent, span);
    }
    TraceAttributes attributes = context.get(KEY);
    if (attributes == null) {
      attributes = BaggageEntries.read(Baggage.fromContext(context));
    }
    if (attributes != null) {
      attributes.stamps.writeOn(span);
    }
  }

  private static boolean isOfRun(ReadableSpan span) {
    return span.getInstrumentationScopeInfo().getName().equals(RUNS);
  }

  private static void inherit(ReadableSpan parent, Span span) {
    String user = parent.getAttribute(LangfuseKeys.USER);
    if (user != null) {
      span.setAttribute(LangfuseKeys.USER, user);
    }
    List<String> tags = parent.getAttribute(LangfuseKeys.RUN_TAGS);
    tags = tags == null ? parent.getAttribute(LangfuseKeys.TRACE_TAGS) : tags;
    if (tags != null) {
      span.setAttribute(LangfuseKeys.TRACE_TAGS, tags);
    }
    if (span instanceof ReadableSpan child && !isOfRun(child)) {
      String session = parent.getAttribute(LangfuseKeys.CONVERSATION);
      if (session != null) {
        span.setAttribute(LangfuseKeys.SESSION, session);
      }
    }
  }

  /** The attributes to be written, made once: writing is a loop without allocation. */
  private static final class Stamps {
    private final FlatAttributes pairs = new FlatAttributes();

    Stamps(TraceAttributes from) {
      pairs.addIfPresent(LangfuseKeys.USER, from.userId);
      pairs.addIfPresent(LangfuseKeys.SESSION, from.sessionId);
      pairs.addIfPresent(LangfuseKeys.TRACE_NAME, from.traceName);
      pairs.addIfPresent(LangfuseKeys.VERSION, from.version);
      pairs.addIfPresent(LangfuseKeys.ENVIRONMENT, from.environment);
      pairs.addIfPresent(LangfuseKeys.TRACE_PUBLIC, from.isPublic);
      if (!from.tags.isEmpty()) {
        pairs.add(LangfuseKeys.TRACE_TAGS, from.tags);
      }
      if (from.promptName != null && from.promptVersion != null) {
        pairs.add(LangfuseKeys.PROMPT_NAME, from.promptName);
        pairs.add(LangfuseKeys.PROMPT_VERSION, (long) from.promptVersion);
      }
      from.metadata.forEach((key, value) ->
          pairs.add(LangfuseKeys.key(LangfuseKeys.TRACE_METADATA_PREFIX + key), value));
      from.experiment.forEach(
          (key, value) -> pairs.add(LangfuseKeys.key("langfuse.experiment." + key), value));
    }

    @SuppressWarnings("unchecked") // A key is only ever added with a value of its type.
    void writeOn(Span span) {
      for (int i = 0; i < pairs.size(); i++) {
        AttributeKey<Object> key = (AttributeKey<Object>) pairs.keyAt(i);
        span.setAttribute(key, requireNonNull(pairs.valueAt(i)));
      }
    }
  }
}
