// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds {@link TraceAttributes}. These values are data of the running application, so one that
 * Langfuse would refuse (texts of more than 200 characters, an environment with capitals) is left
 * out with a warning instead of being refused with an exception, and null leaves all as it is. Not
 * safe for use by many threads.
 */
public final class TraceAttributesBuilder {
  private static final Logger logger = LoggerFactory.getLogger(TraceAttributes.class);
  private static final int LONGEST = 200;
  private static final int MOST = 64;

  @Nullable String userId;

  @Nullable String sessionId;

  @Nullable String traceName;

  @Nullable String version;

  @Nullable String environment;

  @Nullable String promptName;

  @Nullable Integer promptVersion;

  @Nullable Boolean isPublic;

  final Set<String> tags = new LinkedHashSet<>();
  final Map<String, String> metadata = new LinkedHashMap<>();
  final Map<String, String> experiment = new LinkedHashMap<>();
  boolean baggage;

  TraceAttributesBuilder() {}

  /** Sets the user. Default: none. */
  public TraceAttributesBuilder setUserId(@Nullable String userId) {
    this.userId = checked("user id", userId, this.userId);
    return this;
  }

  /** Sets the session, which groups traces. Default: none. */
  public TraceAttributesBuilder setSessionId(@Nullable String sessionId) {
    this.sessionId = checked("session id", sessionId, this.sessionId);
    return this;
  }

  /** Sets the name of the trace. Default: that of its first span. */
  public TraceAttributesBuilder setTraceName(@Nullable String traceName) {
    this.traceName = checked("trace name", traceName, this.traceName);
    return this;
  }

  /** Sets the version of what runs. Default: the resource's {@code service.version}. */
  public TraceAttributesBuilder setVersion(@Nullable String version) {
    this.version = checked("version", version, this.version);
    return this;
  }

  /** Sets the environment, in place of the processor's. */
  public TraceAttributesBuilder setEnvironment(String environment) {
    if (SettingsReader.isEnvironment(environment)) {
      this.environment = environment;
    } else {
      logger.warn("An environment is left out: expected at most 40 of a-z, 0-9, _ and -");
    }
    return this;
  }

  /** Sets whether anybody with the address may see the trace. Default: false. */
  public TraceAttributesBuilder setPublic(boolean isPublic) {
    this.isPublic = isPublic;
    return this;
  }

  /** Adds a tag, once. */
  public TraceAttributesBuilder addTag(@Nullable String tag) {
    String good = checked("tag", tag, null);
    if (good != null && tags.size() < MOST) {
      tags.add(good);
    }
    return this;
  }

  /** Adds a pair of metadata; a second value of the same key replaces the first. */
  public TraceAttributesBuilder addMetadata(String key, @Nullable String value) {
    String good = checked("metadata", value, null);
    if (good != null && metadata.size() < MOST && checked("metadata key", key, null) != null) {
      metadata.put(key, good);
    }
    return this;
  }

  /** Sets the prompt, kept in Langfuse, that the generations in this scope use. Default: none. */
  public TraceAttributesBuilder setPrompt(String name, int version) {
    promptName = checked("prompt name", name, promptName);
    promptVersion = version;
    return this;
  }

  /**
   * Adds an attribute of the experiment that runs: {@code id}, {@code name}, {@code dataset.id},
   * {@code item.id}, {@code item.expected_output} and so on. Values may be of any length.
   */
  public TraceAttributesBuilder addExperiment(String key, String value) {
    experiment.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
    return this;
  }

  /**
   * Sets whether these values also travel in the {@code baggage} header, to every server that is
   * called. Default: false, they stay in this process.
   */
  public TraceAttributesBuilder setBaggage(boolean baggage) {
    this.baggage = baggage;
    return this;
  }

  TraceAttributesBuilder addAll(TraceAttributes other) {
    userId = or(other.userId, userId);
    sessionId = or(other.sessionId, sessionId);
    traceName = or(other.traceName, traceName);
    version = or(other.version, version);
    environment = or(other.environment, environment);
    isPublic = other.isPublic == null ? isPublic : other.isPublic;
    if (other.promptName != null) {
      promptName = other.promptName;
      promptVersion = other.promptVersion;
    }
    tags.addAll(other.tags);
    metadata.putAll(other.metadata);
    experiment.putAll(other.experiment);
    baggage |= other.baggage;
    return this;
  }

  private static @Nullable String or(@Nullable String value, @Nullable String otherwise) {
    return value == null ? otherwise : value;
  }

  private static @Nullable String checked(
      String what, @Nullable String value, @Nullable String otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (!value.isEmpty() && value.length() <= LONGEST) {
      return value;
    }
    logger.warn(
        "A {} of {} characters is left out: Langfuse takes 1 to {}", what, value.length(), LONGEST);
    return otherwise;
  }

  TraceAttributes unchecked() {
    return new TraceAttributes(this);
  }

  /** Returns the attributes. */
  public TraceAttributes build() {
    return new TraceAttributes(this);
  }
}
