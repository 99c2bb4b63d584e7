// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of an SDK: settings are gathered and checked, then everything is built from them. */
final class SdkStart {
  private static final Logger logger = LoggerFactory.getLogger(AgentObservability.class);
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final Pattern PROPERTY = Pattern.compile("otel\\.[a-z.]*[a-z]");
  private static final String CONFIGURATION_FILE = "otel.config.file";
  private static final int SECONDS_TO_STOP = 5;
  private static final String UNKNOWN = "unknown_service:java";

  private final AgentObservabilityBuilder from;
  private final Features features;
  private final Deliveries deliveries = new Deliveries();
  private volatile MeterProvider meters = MeterProvider.noop();
  private @Nullable Profile profile;
  private Duration shutdownTimeout = Duration.ZERO;
  private String prometheusHost = "localhost";
  private String prometheusPort = "9464";
  private String serviceName = UNKNOWN;
  private @Nullable InvalidConfigurationException refusal;

  SdkStart(AgentObservabilityBuilder from) {
    this.from = from;
    features = new Features(true, () -> meters, from.langfuse);
  }

  AgentObservability start() {
    refuseConfigurationFile();
    AutoConfiguredOpenTelemetrySdkBuilder builder = AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesCustomizer(config -> from.properties)
        .addPropertiesCustomizer(this::defaults)
        .addPropertiesCustomizer(this::check)
        .addResourceCustomizer(this::resource);
    features.addTo(builder, config -> true);
    builder.addSpanExporterCustomizer((exporter, config) -> deliveries.count(exporter));
    builder.addTracerProviderCustomizer(
        (provider, config) -> provider.addSpanProcessor(new EndCounter(deliveries)));
    for (SpanProcessor processor : from.spanProcessors) {
      builder.addTracerProviderCustomizer(
          (provider, config) -> provider.addSpanProcessor(processor));
    }
    from.customizers.forEach(customizer -> customizer.accept(builder));
    OpenTelemetrySdk sdk = build(builder);
    meters = sdk.getMeterProvider();
    features.processors.add(new EndCounter(deliveries));
    boolean test = profile == Profile.TEST;
    if (from.global && !test && !GlobalOpenTelemetry.isSet()) {
      GlobalOpenTelemetry.set(sdk);
    }
    boolean hook = from.shutdownHook == null ? !test : from.shutdownHook;
    return new AgentObservability(
        from,
        sdk,
        new Started(
            new Pipeline(sdk, features.processors, deliveries),
            features.calculator(),
            features.langfuse(),
            serviceName,
            shutdownTimeout,
            hook));
  }

  /** With such a file the SDK asks no customizer: nothing of ours would be in it. */
  private void refuseConfigurationFile() {
    String file = from.properties.getOrDefault(
        CONFIGURATION_FILE,
        System.getProperty(
            CONFIGURATION_FILE, System.getenv(Setting.variableOf(CONFIGURATION_FILE))));
    if (file != null && !file.isBlank()) {
      throw new InvalidConfigurationException(
          List.of(
              new ConfigurationProblem(
                  Setting.variableOf(CONFIGURATION_FILE),
                  file,
                  "nothing, as such a file describes an SDK of its own",
                  "Unset it, or build that SDK and give it to the facades: AgentTracer.create(openTelemetry).")));
    }
  }

  private OpenTelemetrySdk build(AutoConfiguredOpenTelemetrySdkBuilder builder) {
    try {
      return builder.build().getOpenTelemetrySdk();
    } catch (RuntimeException e) {
      if (features.langfuse() != null) {
        // Nothing was recorded yet: this only ends its threads.
        features.langfuse().shutdown().join(SECONDS_TO_STOP, TimeUnit.SECONDS);
      }
      if (refusal != null) {
        throw refusal;
      }
      throw new InvalidConfigurationException(List.of(problemOf(e)));
    }
  }

  private Map<String, String> defaults(ConfigProperties config) {
    profile = new Settings(config, new ConfigurationProblems()).profile();
    return Defaults.of(config, profile);
  }

  private Map<String, String> check(ConfigProperties config) {
    var problems = new ConfigurationProblems();
    prometheusPort = config.getString("otel.exporter.prometheus.port", prometheusPort);
    prometheusHost = config.getString("otel.exporter.prometheus.host", prometheusHost);
    if (!config.getBoolean("otel.sdk.disabled", false)) {
      features.prepare(config, problems);
    }
    new SdkChecks(config, problems).check();
    shutdownTimeout = new Settings(config, new ConfigurationProblems()).shutdownTimeout();
    try {
      problems.raise();
    } catch (InvalidConfigurationException e) {
      refusal = e;
      throw e;
    }
    announce(config);
    return Map.of(
        SpoorAutoConfiguration.MANAGED, "true", SpoorAutoConfiguration.LANGFUSE_MANAGED, "true");
  }

  private Resource resource(Resource detected, ConfigProperties config) {
    AttributesBuilder own = Attributes.builder();
    from.resource.forEach(own::put);
    Resource resource =
        ResourceDefaults.complete(detected.merge(Resource.create(own.build())), profile);
    String name = resource.getAttribute(SERVICE_NAME);
    serviceName = name == null ? UNKNOWN : name;
    return resource;
  }

  private void announce(ConfigProperties config) {
    if (config.getBoolean("otel.sdk.disabled", false)) {
      logger.info("Telemetry is off, as OTEL_SDK_DISABLED says");
      return;
    }
    logger.info(
        "Telemetry starts: traces to {}, metrics to {}, Langfuse {}, sampler {}",
        config.getString("otel.traces.exporter"),
        config.getString("otel.metrics.exporter"),
        features.langfuse() == null ? "off" : "on",
        config.getString("otel.traces.sampler"));
  }

  /** Tells what the SDK found itself, in its words where we have no better. */
  private ConfigurationProblem problemOf(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof UnresolvedAddressException) {
      return new ConfigurationProblem(
          "OTEL_EXPORTER_PROMETHEUS_HOST",
          prometheusHost,
          "a name or an address of this machine",
          "Set localhost, or 0.0.0.0 for all of its addresses.");
    }
    if (cause instanceof BindException) {
      return new ConfigurationProblem(
          "OTEL_EXPORTER_PROMETHEUS_PORT",
          prometheusPort,
          "a port that nobody listens on",
          "Set another one, 0 for any, or end what listens there (" + cause.getMessage() + ").");
    }
    String message = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
    Matcher property = PROPERTY.matcher(message);
    return new ConfigurationProblem(
        property.find() ? Setting.variableOf(property.group()) : "OTEL_*",
        "(see below)",
        "settings that the SDK can use",
        message);
  }
}
