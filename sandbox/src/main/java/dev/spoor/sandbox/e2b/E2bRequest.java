// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What sandbox to create. Immutable and safe for use by many threads. */
public final class E2bRequest {
  private final String template;
  private final Duration timeout;
  private final Map<String, String> metadata;
  private final Map<String, String> environment;
  private final @Nullable Boolean internetAccess;

  /** Returns a request for a sandbox of {@code template} that lives five minutes. */
  public static E2bRequest of(String template) {
    return builder(template).build();
  }

  /**
   * Returns a builder of a request for a sandbox of {@code template}, {@code base} for instance.
   */
  public static E2bRequestBuilder builder(String template) {
    return new E2bRequestBuilder(template);
  }

  E2bRequest(E2bRequestBuilder builder) {
    template = builder.template;
    timeout = builder.timeout;
    metadata = Map.copyOf(builder.metadata);
    environment = Map.copyOf(builder.environment);
    internetAccess = builder.internetAccess;
  }

  /** Returns the name or id of the template. */
  public String template() {
    return template;
  }

  /** Returns how long the sandbox lives unless it is told otherwise. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns the metadata that the sandbox carries. */
  public Map<String, String> metadata() {
    return metadata;
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("templateID", template);
    json.put("metadata", metadata);
    json.put("envVars", environment);
    json.put("timeout", timeout.toSeconds());
    if (internetAccess != null) {
      json.put("allow_internet_access", internetAccess);
    }
    return json;
  }
}
