// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.cost.CostCalculator;
import dev.spoor.langfuse.LangfuseSpanProcessor;
import dev.spoor.langfuse.LangfuseSpanProcessorBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What our settings add to an SDK that configures itself, whoever starts it: Langfuse, cost of
 * foreign calls, content kept from other exporters, traces kept late. For one SDK.
 */
final class Features {
  final ExportingProcessors processors = new ExportingProcessors();
  private final boolean foreignCostDefault;
  private final Supplier<MeterProvider> meters;
  private final Consumer<LangfuseSpanProcessorBuilder> langfuseSettings;
  private @Nullable LangfuseSpanProcessor langfuse;
  private @Nullable CostCalculator calculator;

  Features(
      boolean foreignCostDefault,
      Supplier<MeterProvider> meters,
      Consumer<LangfuseSpanProcessorBuilder> langfuseSettings) {
    this.foreignCostDefault = foreignCostDefault;
    this.meters = meters;
    this.langfuseSettings = langfuseSettings;
  }

  /** Checks the settings and makes what may fail on them; to be asked before the rest. */
  void prepare(ConfigProperties config, ConfigurationProblems problems) {
    var settings = new Settings(config, problems);
    settings.check();
    calculator = settings.calculator();
    langfuse = new LangfuseSetup(config, problems).create(meters, langfuseSettings);
  }

  /** Adds everything to an SDK for whose settings {@code wanted} holds. */
  void addTo(AutoConfigurationCustomizer sdk, Predicate<ConfigProperties> wanted) {
    sdk.addSamplerCustomizer(
            (sampler, config) -> wanted.test(config) ? sampler(sampler, config) : sampler)
        .addSpanExporterCustomizer(
            (exporter, config) -> wanted.test(config) ? exporter(exporter, config) : exporter)
        .addSpanProcessorCustomizer(
            (processor, config) -> wanted.test(config) ? processor(processor) : processor)
        .addTracerProviderCustomizer((provider, config) ->
            wanted.test(config) ? tracerProvider(provider, config) : provider);
  }

  @Nullable LangfuseSpanProcessor langfuse() {
    return langfuse;
  }

  CostCalculator calculator() {
    return calculator == null ? CostCalculator.create() : calculator;
  }

  private Sampler sampler(Sampler sampler, ConfigProperties config) {
    return settings(config).keepRule().isActive() ? new TailSampler(sampler) : sampler;
  }

  private SpanExporter exporter(SpanExporter exporter, ConfigProperties config) {
    Settings settings = settings(config);
    SpanExporter result = exporter;
    if (settings.isContentForLangfuseOnly()) {
      result = ContentFreeExporter.create(result);
    }
    if (settings.foreignCost(foreignCostDefault)) {
      result = GenAiCostExporter.builder(result).setCostCalculator(calculator()).build();
    }
    return result;
  }

  private SpanProcessor processor(SpanProcessor processor) {
    processors.add(processor);
    return processor;
  }

  private SdkTracerProviderBuilder tracerProvider(
      SdkTracerProviderBuilder provider, ConfigProperties config) {
    Settings settings = settings(config);
    if (settings.foreignCost(foreignCostDefault)) {
      provider.addSpanProcessor(GenAiCostProcessor.create(meters, calculator()));
    }
    if (langfuse != null) {
      processors.add(langfuse);
      provider.addSpanProcessor(langfuse);
    }
    TailRule rule = settings.keepRule();
    if (rule.isActive()) {
      provider.addSpanProcessor(new TailKeeper(rule, processors));
    }
    return provider;
  }

  /** The settings were checked before: what is wrong is not told again. */
  private static Settings settings(ConfigProperties config) {
    return new Settings(config, new ConfigurationProblems());
  }
}
