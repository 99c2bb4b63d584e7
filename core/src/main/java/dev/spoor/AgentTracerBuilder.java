// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import dev.spoor.cost.CostCalculator;
import io.opentelemetry.api.OpenTelemetry;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Builds an {@link AgentTracer}. Not safe for use by many threads. */
public final class AgentTracerBuilder {
  static final int DEFAULT_MAX_CONTENT_BYTES = 64 * 1024;
  static final int DEFAULT_MAX_NAMES = 200;

  final OpenTelemetry openTelemetry;
  String agentName = "agent";

  @Nullable String agentId;

  @Nullable String agentDescription;

  @Nullable String agentVersion;

  @Nullable String provider;

  @Nullable String defaultModel;

  ContentCapture contentCapture = ContentCapture.configured();
  ContentFilter contentFilter = ContentFilter.none();
  int maxContentBytes = DEFAULT_MAX_CONTENT_BYTES;
  int maxNames = DEFAULT_MAX_NAMES;
  boolean generationSpans = true;
  boolean settlementSpans = true;
  boolean samplerAttributes;

  @Nullable String schemaUrl;

  Clock clock = Clock.SYSTEM;

  @Nullable CostCalculator costCalculator;

  AgentTracerBuilder(OpenTelemetry openTelemetry) {
    this.openTelemetry = openTelemetry;
  }

  /** Sets the name of the agent, one of few. Default: {@code agent}. A request may name another. */
  public AgentTracerBuilder setAgentName(String agentName) {
    this.agentName = requireNonNull(agentName, "agentName");
    return this;
  }

  /** Sets the id that a provider gave to a hosted agent. Default: none. */
  public AgentTracerBuilder setAgentId(String agentId) {
    this.agentId = requireNonNull(agentId, "agentId");
    return this;
  }

  /** Sets what the agent is for. Default: none. */
  public AgentTracerBuilder setAgentDescription(String agentDescription) {
    this.agentDescription = requireNonNull(agentDescription, "agentDescription");
    return this;
  }

  /** Sets the version of the agent. Default: none. */
  public AgentTracerBuilder setAgentVersion(String agentVersion) {
    this.agentVersion = requireNonNull(agentVersion, "agentVersion");
    return this;
  }

  /**
   * Sets who answers model calls, by the names of the GenAI conventions, for example
   * {@code anthropic}. Default: told by the model's name where it is well known, else
   * {@code _OTHER}.
   */
  public AgentTracerBuilder setProvider(String provider) {
    this.provider = requireNonNull(provider, "provider");
    return this;
  }

  /** Sets the model of requests that name none. Default: none. */
  public AgentTracerBuilder setDefaultModel(String defaultModel) {
    this.defaultModel = requireNonNull(defaultModel, "defaultModel");
    return this;
  }

  /**
   * Sets whether content is written to spans. Default: what {@link ContentCapture#VARIABLE} says,
   * else {@link ContentCapture#OFF}.
   */
  public AgentTracerBuilder setContentCapture(ContentCapture contentCapture) {
    this.contentCapture = requireNonNull(contentCapture, "contentCapture");
    return this;
  }

  /** Sets what rewrites content before it is written. Default: nothing. */
  public AgentTracerBuilder setContentFilter(ContentFilter contentFilter) {
    this.contentFilter = requireNonNull(contentFilter, "contentFilter");
    return this;
  }

  /**
   * Sets how many bytes of content one attribute may hold; longer content is cut and stays valid
   * JSON. Default: 64 KiB.
   */
  public AgentTracerBuilder setMaxContentBytes(int maxContentBytes) {
    this.maxContentBytes = requireAtLeast(256, maxContentBytes, "maxContentBytes");
    return this;
  }

  /**
   * Sets how many distinct models, tools and agents metrics tell apart, each; further ones are
   * counted as {@code _OTHER}. Default: 200.
   */
  public AgentTracerBuilder setMaxNames(int maxNames) {
    this.maxNames = requireAtLeast(1, maxNames, "maxNames");
    return this;
  }

  /**
   * Sets whether model calls get spans. Default: true. Switch it off when the model's client makes
   * such spans itself; tokens and cost are still counted.
   */
  public AgentTracerBuilder setGenerationSpans(boolean generationSpans) {
    this.generationSpans = generationSpans;
    return this;
  }

  /**
   * Sets whether usage that an agent reports beyond what its model calls showed becomes a span of
   * its own, so that the sum over all generation spans is the truth. Default: true.
   */
  public AgentTracerBuilder setSettlementSpans(boolean settlementSpans) {
    this.settlementSpans = settlementSpans;
    return this;
  }

  /**
   * Sets whether operation, provider, model and agent name are given to the sampler. Default:
   * false, which makes unsampled runs nearly free.
   */
  public AgentTracerBuilder setSamplerAttributes(boolean samplerAttributes) {
    this.samplerAttributes = samplerAttributes;
    return this;
  }

  /**
   * Sets what prices tokens. Default: {@link CostCalculator#create()}, which is made when the
   * tracer is built.
   */
  public AgentTracerBuilder setCostCalculator(CostCalculator costCalculator) {
    this.costCalculator = requireNonNull(costCalculator, "costCalculator");
    return this;
  }

  /**
   * Sets the schema URL of spans and metrics. Default: none, as the GenAI conventions are on the
   * move.
   */
  public AgentTracerBuilder setSchemaUrl(String schemaUrl) {
    this.schemaUrl = requireNonNull(schemaUrl, "schemaUrl");
    return this;
  }

  /**
   * Sets the time of day and the monotonic nanoseconds that spans are timed with. Default: the
   * system's. For tests.
   */
  public AgentTracerBuilder setClock(InstantSource wallClock, LongSupplier nanoTime) {
    this.clock =
        new Clock(requireNonNull(wallClock, "wallClock"), requireNonNull(nanoTime, "nanoTime"));
    return this;
  }

  /**
   * Returns the tracer.
   *
   * @throws IllegalArgumentException if no calculator is set and the price file that the
   *     environment names cannot be read
   */
  public AgentTracer build() {
    return new AgentTracer(this);
  }

  private static int requireAtLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least
          + ". Leave it out for the default.");
    }
    return value;
  }
}
