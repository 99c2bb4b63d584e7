// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets propagators read an environment: a field is looked up by its normalized name alone. */
enum EnvironmentGetter implements TextMapGetter<Map<String, String>> {
  INSTANCE;

  @Override
  public Iterable<String> keys(Map<String, String> environment) {
    return environment.keySet().stream().filter(EnvironmentNames::isNormalized).toList();
  }

  @Override
  public @Nullable String get(@Nullable Map<String, String> environment, String field) {
    return environment == null ? null : environment.get(EnvironmentNames.of(field));
  }
}
