// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Adds a {@link LangfuseSpanProcessor} to an SDK that configures itself, if a key of Langfuse is
 * set: being on the class path is all it takes. Every variable may also be a system property:
 * {@code langfuse.public.key} for {@code LANGFUSE_PUBLIC_KEY}. {@code LANGFUSE_AUTOCONFIGURE=false}
 * leaves it to the host to add a processor of its own. Found by the SDK's service loader; not for
 * direct use.
 */
public final class LangfuseAutoConfiguration implements AutoConfigurationCustomizerProvider {
  private static final String SWITCH = "langfuse.autoconfigure";
  /** Set by a module that adds the processor itself. */
  private static final String MANAGED = "langfuse.managed";

  /** Called by the service loader. */
  public LangfuseAutoConfiguration() {}

  @Override
  public void customize(AutoConfigurationCustomizer configuration) {
    configuration.addTracerProviderCustomizer(LangfuseAutoConfiguration::add);
  }

  private static SdkTracerProviderBuilder add(
      SdkTracerProviderBuilder provider, ConfigProperties properties) {
    boolean wanted = get(properties, SettingsReader.PUBLIC_KEY) != null
        || get(properties, SettingsReader.SECRET_KEY) != null;
    if (!wanted || !properties.getBoolean(SWITCH, true) || properties.getBoolean(MANAGED, false)) {
      return provider;
    }
    try {
      return provider.addSpanProcessor(LangfuseSpanProcessor.builder()
          .setVariables(name -> get(properties, name))
          .build());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable String get(ConfigProperties properties, String variable) {
    return properties.getString(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
  }
}
