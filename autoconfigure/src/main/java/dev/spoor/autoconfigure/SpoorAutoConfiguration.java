// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Map;

/**
 * Adds what the settings ask for to an SDK that configures itself: in a host that uses
 * OpenTelemetry's autoconfigure or its Spring Boot starter, and in the Java agent. Being on the
 * class path is all it takes. Found by the SDK's service loader; not for direct use.
 */
public final class SpoorAutoConfiguration implements AutoConfigurationCustomizerProvider {
  /** Set by {@link AgentObservability}, which adds everything itself. */
  static final String MANAGED = "spoor.managed";

  /** Called by the service loader. */
  public SpoorAutoConfiguration() {}

  @Override
  public void customize(AutoConfigurationCustomizer sdk) {
    var features =
        new Features(false, () -> GlobalOpenTelemetry.getOrNoop().getMeterProvider(), more -> {});
    sdk.addPropertiesCustomizer(config -> prepare(features, config));
    features.addTo(sdk, config -> !config.getBoolean(MANAGED, false));
  }

  @Override
  public int order() {
    // After the customizers of the host, whose settings count.
    return Integer.MAX_VALUE;
  }

  private static Map<String, String> prepare(Features features, ConfigProperties config) {
    if (config.getBoolean(MANAGED, false)) {
      return Map.of();
    }
    var problems = new ConfigurationProblems();
    features.prepare(config, problems);
    try {
      problems.raise();
    } catch (InvalidConfigurationException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
    // This module adds Langfuse itself, so that kept traces reach it.
    return Map.of("langfuse.autoconfigure", "false");
  }
}
