// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Metric attributes of sandboxes. The names of providers and templates come from the host: beyond a
 * hundred of each they are {@code _OTHER}, so that a template made for every run fills no storage.
 */
final class MetricLabels {
  private static final int LIMIT = 100;
  private static final String OTHER = "_OTHER";

  private final Set<String> providers = ConcurrentHashMap.newKeySet();
  private final Set<String> templates = ConcurrentHashMap.newKeySet();

  Attributes of(SandboxInfo info) {
    return builder(info).build();
  }

  Attributes of(SandboxInfo info, AttributeKey<String> key, String value) {
    return builder(info).put(key, value).build();
  }

  private AttributesBuilder builder(SandboxInfo info) {
    AttributesBuilder builder =
        Attributes.builder().put(SandboxNames.METRIC_PROVIDER, bounded(providers, info.provider()));
    @Nullable String template = info.template();
    if (template != null) {
      builder.put(SandboxNames.METRIC_TEMPLATE, bounded(templates, template));
    }
    return builder;
  }

  private static String bounded(Set<String> known, String name) {
    if (known.contains(name)) {
      return name;
    }
    if (known.size() >= LIMIT) {
      return OTHER;
    }
    known.add(name);
    return name;
  }
}
