// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.util.Objects.requireNonNull;

import dev.spoor.sandbox.ExecSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds an {@link E2bRequest}. Not safe for use by many threads. */
public final class E2bRequestBuilder {
  final String template;
  final Map<String, String> metadata = new HashMap<>();
  final Map<String, String> environment = new HashMap<>();
  Duration timeout = Duration.ofMinutes(5);

  @Nullable Boolean internetAccess;

  E2bRequestBuilder(String template) {
    this.template = requireNonNull(template, "template");
  }

  /** Sets how long the sandbox lives, in whole seconds. Default: five minutes. */
  public E2bRequestBuilder setTimeout(Duration timeout) {
    seconds(timeout);
    this.timeout = timeout;
    return this;
  }

  /** Adds metadata: labels of the trace for instance, which webhooks bring back. Default: none. */
  public E2bRequestBuilder addMetadata(Map<String, String> metadata) {
    this.metadata.putAll(metadata);
    return this;
  }

  /**
   * Adds a variable for all processes. Not for the context of a trace: a sandbox outlives one, and
   * each command gets its own. Default: none.
   */
  public E2bRequestBuilder addEnvironment(String name, String value) {
    // A command checks what variables can be.
    environment.putAll(
        ExecSpec.builder("env").addEnvironment(name, value).build().environment());
    return this;
  }

  /** Sets whether the sandbox can reach the internet. Default: the service's choice. */
  public E2bRequestBuilder setInternetAccess(boolean internetAccess) {
    this.internetAccess = internetAccess;
    return this;
  }

  /** The service would take 0 for the end of the sandbox. */
  static long seconds(Duration timeout) {
    if (timeout.toSeconds() <= 0) {
      throw new IllegalArgumentException(
          "The timeout of a sandbox is " + timeout + ". Expected a second or more.");
    }
    return timeout.toSeconds();
  }

  /** Returns the request. */
  public E2bRequest build() {
    return new E2bRequest(this);
  }
}
