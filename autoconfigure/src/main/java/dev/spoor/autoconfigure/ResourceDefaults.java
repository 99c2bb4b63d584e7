// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the resource says of a service that does not say it itself. */
final class ResourceDefaults {
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("service.namespace");
  private static final AttributeKey<String> INSTANCE =
      AttributeKey.stringKey("service.instance.id");
  private static final AttributeKey<String> ENVIRONMENT =
      AttributeKey.stringKey("deployment.environment.name");
  /** The name of that attribute until version 1.27 of the conventions. */
  private static final AttributeKey<String> OLD_ENVIRONMENT =
      AttributeKey.stringKey("deployment.environment");

  static Resource complete(Resource resource, @Nullable Profile profile) {
    AttributesBuilder missing = resource.getAttributes().toBuilder();
    if (resource.getAttribute(NAMESPACE) == null) {
      missing.put(NAMESPACE, "ai-agents");
    }
    if (resource.getAttribute(INSTANCE) == null) {
      missing.put(INSTANCE, instance(System.getenv("HOSTNAME")));
    }
    if (profile != null
        && resource.getAttribute(ENVIRONMENT) == null
        && resource.getAttribute(OLD_ENVIRONMENT) == null) {
      missing.put(ENVIRONMENT, profile.name().toLowerCase(Locale.ROOT));
    }
    return Resource.create(missing.build(), resource.getSchemaUrl());
  }

  /** The host's name is what an operator looks for; the process makes it unique there. */
  private static String instance(@Nullable String host) {
    if (host == null || host.isBlank()) {
      return UUID.randomUUID().toString();
    }
    return host + ":" + ProcessHandle.current().pid();
  }

  private ResourceDefaults() {}
}
