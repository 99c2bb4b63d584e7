// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.langfuse.LangfuseSpanProcessor;
import dev.spoor.langfuse.LangfuseSpanProcessorBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the processor for Langfuse if the settings have a key of it. */
final class LangfuseSetup {
  private static final String PUBLIC_KEY = "LANGFUSE_PUBLIC_KEY";
  private static final String SECRET_KEY = "LANGFUSE_SECRET_KEY";
  private static final Pattern VARIABLE = Pattern.compile("(?:LANGFUSE|OTEL)_[A-Z_]+");

  private final ConfigProperties config;
  private final ConfigurationProblems problems;

  LangfuseSetup(ConfigProperties config, ConfigurationProblems problems) {
    this.config = config;
    this.problems = problems;
  }

  /** Returns the processor, or nothing if there are no keys or something is wrong with them. */
  @Nullable LangfuseSpanProcessor create(
      Supplier<MeterProvider> meters, Consumer<LangfuseSpanProcessorBuilder> more) {
    boolean hasPublic = get(PUBLIC_KEY) != null;
    boolean hasSecret = get(SECRET_KEY) != null;
    if ((!hasPublic && !hasSecret) || isDisabled()) {
      return null;
    }
    if (!hasPublic || !hasSecret) {
      problems.add(
          hasPublic ? SECRET_KEY : PUBLIC_KEY,
          "",
          "the other half of the key pair, as " + (hasPublic ? PUBLIC_KEY : SECRET_KEY) + " is set",
          "Copy it from the project's settings in Langfuse, or set LANGFUSE_TRACING_ENABLED=false.");
      return null;
    }
    try {
      LangfuseSpanProcessorBuilder builder =
          LangfuseSpanProcessor.builder().setVariables(this::get).setMeterProvider(meters);
      more.accept(builder);
      return builder.build();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      Matcher variable = VARIABLE.matcher(message);
      problems.add(
          variable.find() ? variable.group() : "LANGFUSE_*",
          "(see below)",
          "a setting that Langfuse's processor takes",
          message);
      return null;
    }
  }

  private boolean isDisabled() {
    return "false".equalsIgnoreCase(get("LANGFUSE_TRACING_ENABLED"))
        || "false".equalsIgnoreCase(get("LANGFUSE_AUTOCONFIGURE"));
  }

  private @Nullable String get(String variable) {
    String value = config.getString(Setting.propertyOf(variable));
    return value == null || value.isBlank() ? null : value;
  }
}
