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

  /** Tells Langfuse's own customizer that this module adds its processor. */
  static final String LANGFUSE_MANAGED = "langfuse.managed";

  /** Called by the service loader. */
  public SpoorAutoConfiguration() {}

  @Override
  public void customize(AutoConfigurationCustomizer sdk) {
    var features =
        new Features(false, () -> GlobalOpenTelemetry.getOrNoop().getMeterProvider(), more -> {});
    // Kept traces must reach Langfuse's processor, so it has to be one of this module.
    sdk.addPropertiesCustomizer(config -> Map.of(LANGFUSE_MANAGED, "true"));
    // The first to be asked when all settings are known: Spring's come after the properties.
    sdk.addResourceCustomizer((resource, config) -> {
      prepare(features, config);
      return resource;
    });
    features.addTo(sdk, SpoorAutoConfiguration::isWanted);
  }

  @Override
  public int order() {
    // After the customizers of the host, whose settings count.
    return Integer.MAX_VALUE;
  }

  private static void prepare(Features features, ConfigProperties config) {
    if (!isWanted(config)) {
      return;
    }
    var problems = new ConfigurationProblems();
    features.prepare(config, problems);
    try {
      problems.raise();
    } catch (InvalidConfigurationException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isWanted(ConfigProperties config) {
    return !config.getBoolean(MANAGED, false) && !config.getBoolean("otel.sdk.disabled", false);
  }
}
