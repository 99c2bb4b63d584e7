// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A judgement of a trace, an observation or a session. Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * processor.score(Score.numeric("helpful", 0.9).onTrace(run.traceId()).withComment("good"));
 * }</pre>
 */
public final class Score {
  private final Map<String, Object> fields;

  /** Returns a score that is a number. One that is none, or infinite, is not sent but counted. */
  public static Score numeric(String name, double value) {
    return create(name, value, "NUMERIC");
  }

  /** Returns a score that is one of several words. */
  public static Score categorical(String name, String value) {
    return create(name, requireNonNull(value, "value"), "CATEGORICAL");
  }

  /** Returns a score that is yes or no. */
  public static Score truth(String name, boolean value) {
    return create(name, value ? 1 : 0, "BOOLEAN");
  }

  private static Score create(String name, Object value, String type) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", UUID.randomUUID().toString());
    fields.put("name", requireNonNull(name, "name"));
    fields.put("value", value);
    fields.put("dataType", type);
    return new Score(fields);
  }

  private Score(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** Returns this as a score of a trace. */
  public Score onTrace(String traceId) {
    return with("traceId", traceId);
  }

  /** Returns this as a score of an observation. */
  public Score on(Observation observation) {
    return onTrace(observation.traceId()).with("observationId", observation.id());
  }

  /** Returns this as a score of an observation of a trace. */
  public Score onObservation(String traceId, String observationId) {
    return onTrace(traceId).with("observationId", observationId);
  }

  /** Returns this as a score of a session. */
  public Score onSession(String sessionId) {
    return with("sessionId", sessionId);
  }

  /** Returns this with an id of one's own: sent twice, it is one score. */
  public Score withId(String id) {
    return with("id", id);
  }

  /** Returns this with a comment. */
  public Score withComment(String comment) {
    return with("comment", comment);
  }

  /** Returns this as checked by the score configuration of that id. */
  public Score withConfigId(String configId) {
    return with("configId", configId);
  }

  /** Returns this with metadata. */
  public Score withMetadata(Map<String, ?> metadata) {
    return with("metadata", new LinkedHashMap<>(metadata));
  }

  private Score with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    changed.put(name, requireNonNull(value, name));
    return new Score(changed);
  }

  /** Returns whether Langfuse can take this. */
  boolean isSendable() {
    return !(fields.get("value") instanceof Double number) || Double.isFinite(number);
  }

  /** Returns the trace that this is a score of, or null. */
  @Nullable String traceId() {
    return (String) fields.get("traceId");
  }

  /** Returns the event that the ingestion API takes. */
  Map<String, Object> event(@Nullable String environment) {
    Map<String, Object> body = new LinkedHashMap<>(fields);
    if (environment != null) {
      body.put("environment", environment);
    }
    return Map.of(
        "id",
        UUID.randomUUID().toString(),
        "type",
        "score-create",
        "timestamp",
        Instant.now().toString(),
        "body",
        body);
  }
}
