// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentTracerBuilder;
import dev.spoor.cost.CostCalculator;
import dev.spoor.langfuse.LangfuseSpanProcessorBuilder;
import dev.spoor.sandbox.SandboxTracerBuilder;
import dev.spoor.sse.SseSpanRecorderBuilder;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of {@link AgentObservability}. What is set here wins over the environment; what is not
 * is as the environment says. Not thread-safe. No value may be null.
 */
public final class AgentObservabilityBuilder {
  private static final Logger logger = LoggerFactory.getLogger(AgentObservability.class);

  final Map<String, String> properties = new HashMap<>();
  final Map<String, String> resource = new HashMap<>();
  final List<Consumer<AutoConfigurationCustomizer>> customizers = new ArrayList<>();
  final List<SpanProcessor> spanProcessors = new ArrayList<>();
  UnaryOperator<AgentTracerBuilder> agents = UnaryOperator.identity();
  UnaryOperator<SseSpanRecorderBuilder> sse = UnaryOperator.identity();
  UnaryOperator<SandboxTracerBuilder> sandboxes = UnaryOperator.identity();
  Consumer<LangfuseSpanProcessorBuilder> langfuse = more -> {};

  @Nullable Boolean shutdownHook;

  boolean global = true;

  AgentObservabilityBuilder() {}

  /** Sets the defaults for where the service runs. Default: {@code SPOOR_PROFILE}, else none. */
  public AgentObservabilityBuilder setProfile(Profile profile) {
    return set(Setting.PROFILE, profile.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Sets the name of the service. Default: {@code OTEL_SERVICE_NAME}, else the SDK's
   * {@code unknown_service:java}.
   */
  public AgentObservabilityBuilder setServiceName(String name) {
    return setProperty("otel.service.name", name);
  }

  /** Sets the namespace of the service. Default: {@code ai-agents}. */
  public AgentObservabilityBuilder setServiceNamespace(String namespace) {
    return setResource("service.namespace", namespace);
  }

  /** Sets the version of the service. Default: none. */
  public AgentObservabilityBuilder setServiceVersion(String version) {
    return setResource("service.version", version);
  }

  /** Sets the environment. Default: the name of the profile, else none. */
  public AgentObservabilityBuilder setEnvironment(String environment) {
    return setResource("deployment.environment.name", environment);
  }

  /**
   * Sets the share of traces that are sampled where they begin, from 0 to 1. Default: 0.1 with
   * {@link Profile#PRODUCTION}, else 1.
   */
  public AgentObservabilityBuilder setSampleRatio(double ratio) {
    setProperty("otel.traces.sampler", "parentbased_traceidratio");
    return setProperty("otel.traces.sampler.arg", Double.toString(ratio));
  }

  /** Sets whether traces with a failed run are kept though they are not sampled. Default: false. */
  public AgentObservabilityBuilder setKeepErrors(boolean keep) {
    return set(Setting.KEEP_ERRORS, Boolean.toString(keep));
  }

  /** Keeps traces with a run that took longer, though they are not sampled. Default: off. */
  public AgentObservabilityBuilder setKeepSlowerThan(Duration duration) {
    return set(Setting.KEEP_SLOWER_THAN, duration.toMillis() + "ms");
  }

  /** Keeps traces with a run that cost more US dollars, though not sampled. Default: off. */
  public AgentObservabilityBuilder setKeepCostlierThan(BigDecimal dollars) {
    return set(Setting.KEEP_COSTLIER_THAN, dollars.toPlainString());
  }

  /**
   * Sets whether prompts, answers, tool arguments and results go to Langfuse alone and are kept out
   * of every other exporter. Default: false.
   */
  public AgentObservabilityBuilder setContentForLangfuseOnly(boolean only) {
    return set(Setting.CONTENT_EXPORT, only ? "langfuse" : "all");
  }

  /** Sets whether model calls that other libraries trace are priced. Default: true. */
  public AgentObservabilityBuilder setForeignCost(boolean foreignCost) {
    return set(Setting.FOREIGN_COST, Boolean.toString(foreignCost));
  }

  /** Sets how long {@link AgentObservability#close} waits at most. Default: 10 seconds. */
  public AgentObservabilityBuilder setShutdownTimeout(Duration timeout) {
    return set(Setting.SHUTDOWN_TIMEOUT, timeout.toMillis() + "ms");
  }

  /**
   * Sets whether telemetry ends by itself when the process is asked to end. Default: true, but not
   * with {@link Profile#TEST}.
   */
  public AgentObservabilityBuilder setShutdownHook(boolean shutdownHook) {
    this.shutdownHook = shutdownHook;
    return this;
  }

  /**
   * Sets whether the SDK becomes the global one if there is none yet, so that other libraries find
   * it. Default: true, but not with {@link Profile#TEST}.
   */
  public AgentObservabilityBuilder setGlobal(boolean global) {
    this.global = global;
    return this;
  }

  /** Sets what only the tracer of agents knows, such as the agent's name. */
  public AgentObservabilityBuilder setAgents(UnaryOperator<AgentTracerBuilder> settings) {
    agents = requireNonNull(settings, "settings");
    return this;
  }

  /** Sets what only the recorder of event streams knows. */
  public AgentObservabilityBuilder setSse(UnaryOperator<SseSpanRecorderBuilder> settings) {
    sse = requireNonNull(settings, "settings");
    return this;
  }

  /** Sets what only the tracer of sandboxes knows. */
  public AgentObservabilityBuilder setSandboxes(UnaryOperator<SandboxTracerBuilder> settings) {
    sandboxes = requireNonNull(settings, "settings");
    return this;
  }

  /** Sets what only Langfuse's processor knows, such as a mask. Asked if its keys are there. */
  public AgentObservabilityBuilder setLangfuse(Consumer<LangfuseSpanProcessorBuilder> settings) {
    langfuse = requireNonNull(settings, "settings");
    return this;
  }

  /**
   * Sets any property of OpenTelemetry, Langfuse or Spoor: {@code otel.bsp.max.queue.size} for
   * {@code OTEL_BSP_MAX_QUEUE_SIZE}.
   */
  public AgentObservabilityBuilder setProperty(String property, String value) {
    properties.put(requireNonNull(property, "property"), requireNonNull(value, "value"));
    return this;
  }

  /**
   * Adds a processor of the host's own. It is told of the end of spans that come out of sandboxes,
   * too, which one that a customizer adds is not. The Java agent's SDK takes none.
   */
  public AgentObservabilityBuilder addSpanProcessor(SpanProcessor processor) {
    spanProcessors.add(requireNonNull(processor, "processor"));
    return this;
  }

  /** Adds to the SDK what no setting says: readers, views, propagators. */
  public AgentObservabilityBuilder addCustomizer(Consumer<AutoConfigurationCustomizer> customizer) {
    customizers.add(requireNonNull(customizer, "customizer"));
    return this;
  }

  /**
   * Starts telemetry.
   *
   * @throws InvalidConfigurationException if settings are wrong; its message names them all
   */
  public AgentObservability start() {
    if (JavaAgent.isPresent()) {
      logger.info("The OpenTelemetry Java agent is here: its SDK is used, none is started");
      var started = new Started(
          Pipeline.none(), CostCalculator.create(), null, "sandbox", Duration.ZERO, false);
      return new AgentObservability(this, GlobalOpenTelemetry.getOrNoop(), started);
    }
    return new SdkStart(this).start();
  }

  private AgentObservabilityBuilder set(Setting setting, String value) {
    return setProperty(setting.property, value);
  }

  private AgentObservabilityBuilder setResource(String attribute, String value) {
    resource.put(attribute, requireNonNull(value, attribute));
    return this;
  }
}
