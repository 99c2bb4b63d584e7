// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment and release on the resource, once for each resource: on every span they would
 * cost bytes and time a span. For one thread.
 */
final class ResourceMerger {
  private static final int LIMIT = 256;

  private final Attributes added;
  private final @Nullable SpanMasker masker;
  private final IdentityHashMap<Resource, Resource> merged = new IdentityHashMap<>();

  ResourceMerger(
      @Nullable String environment, @Nullable String release, @Nullable SpanMasker masker) {
    AttributesBuilder builder = Attributes.builder();
    if (environment != null) {
      builder.put(LangfuseKeys.ENVIRONMENT, environment);
    }
    if (release != null) {
      builder.put(LangfuseKeys.RELEASE, release);
    }
    added = builder.build();
    this.masker = masker;
  }

  Resource merge(Resource resource) {
    Resource known = merged.get(resource);
    if (known == null) {
      if (merged.size() >= LIMIT) {
        merged.clear();
      }
      known = masked(resource).merge(Resource.create(added));
      merged.put(resource, known);
    }
    return known;
  }

  private Resource masked(Resource resource) {
    if (masker == null) {
      return resource;
    }
    AttributesBuilder builder = Attributes.builder();
    resource.getAttributes().forEach((key, value) -> put(builder, key, masker.value(value)));
    return Resource.create(builder.build(), resource.getSchemaUrl());
  }

  private static void put(AttributesBuilder builder, AttributeKey<?> key, Object value) {
    FlatAttributes one = new FlatAttributes();
    SpanMasker.add(one, key, value);
    builder.putAll(one);
  }

  static List<String> strings(List<?> list) {
    return list.stream().map(String::valueOf).toList();
  }
}
