// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link E2bClient}. Not safe for use by many threads. What is not set comes from the
 * environment, as in E2B's own clients: {@code E2B_API_KEY}, {@code E2B_DOMAIN},
 * {@code E2B_API_URL}, {@code E2B_SANDBOX_URL} and {@code E2B_DEBUG}.
 */
public final class E2bClientBuilder {
  private static final String DEFAULT_DOMAIN = "e2b.app";

  private final Map<String, String> environment;
  Duration requestTimeout = Duration.ofSeconds(60);

  private @Nullable String apiKey;
  private @Nullable String domain;
  private @Nullable URI apiUrl;
  private @Nullable URI sandboxUrl;

  @Nullable HttpClient httpClient;

  @Nullable Executor executor;

  E2bClientBuilder(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Sets the API key. Default: {@code E2B_API_KEY}. */
  public E2bClientBuilder setApiKey(String apiKey) {
    this.apiKey = requireNonNull(apiKey, "apiKey");
    return this;
  }

  /** Sets the domain of the service. Default: {@code E2B_DOMAIN}, else {@code e2b.app}. */
  public E2bClientBuilder setDomain(String domain) {
    this.domain = requireNonNull(domain, "domain");
    return this;
  }

  /** Sets the address of the API. Default: {@code E2B_API_URL}, else made of the domain. */
  public E2bClientBuilder setApiUrl(URI apiUrl) {
    this.apiUrl = requireNonNull(apiUrl, "apiUrl");
    return this;
  }

  /**
   * Sets the address that leads to all sandboxes. Default: {@code E2B_SANDBOX_URL}, else made of
   * the domain.
   */
  public E2bClientBuilder setSandboxUrl(URI sandboxUrl) {
    this.sandboxUrl = requireNonNull(sandboxUrl, "sandboxUrl");
    return this;
  }

  /**
   * Sets how long a call may take, its answer included; for a command and a file that is opened,
   * until it begins. Default: 60 seconds.
   */
  public E2bClientBuilder setRequestTimeout(Duration requestTimeout) {
    if (requestTimeout.isZero() || requestTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "The request timeout is " + requestTimeout + ". Expected more than zero.");
    }
    this.requestTimeout = requestTimeout;
    return this;
  }

  /**
   * Sets the HTTP client. One that follows redirects takes the key along to wherever they lead.
   * Default: one of HTTP/1.1 that follows none, with a connection for each running command.
   */
  public E2bClientBuilder setHttpClient(HttpClient httpClient) {
    this.httpClient = requireNonNull(httpClient, "httpClient");
    return this;
  }

  /**
   * Sets what runs the loop that reads the output of a command. Each blocks for as long as the
   * command runs: give it threads without a limit, virtual ones for instance. Default: a daemon
   * thread each.
   */
  public E2bClientBuilder setExecutor(Executor executor) {
    this.executor = requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Returns the client.
   *
   * @throws IllegalStateException when there is no API key, or an address is none
   */
  public E2bClient build() {
    return new E2bClient(this);
  }

  String apiKey() {
    String key = apiKey == null ? environment.get("E2B_API_KEY") : apiKey;
    if (key == null || key.isBlank()) {
      throw new IllegalStateException("There is no E2B API key. Expected one in the variable"
          + " E2B_API_KEY or by setApiKey; the E2B dashboard shows yours.");
    }
    // A key that was read from a file often brings the end of its line.
    String stripped = key.strip();
    if (!E2bAccess.isHeader(stripped)) {
      throw new IllegalStateException("The E2B API key has spaces, control characters or others"
          + " that are not ASCII in it. Expected e2b_ and hexadecimal digits.");
    }
    return stripped;
  }

  E2bAddresses addresses() {
    String name = domain == null ? environment.getOrDefault("E2B_DOMAIN", DEFAULT_DOMAIN) : domain;
    boolean debug = "true".equalsIgnoreCase(environment.get("E2B_DEBUG"));
    if (!name.matches("[A-Za-z0-9.-]+(:[0-9]+)?")) {
      throw new IllegalStateException("The E2B domain is \"" + name
          + "\" (setDomain or E2B_DOMAIN). Expected a host name alone, such as e2b.app.");
    }
    URI api = apiUrl == null ? uri("E2B_API_URL") : apiUrl;
    URI sandbox = sandboxUrl == null ? uri("E2B_SANDBOX_URL") : sandboxUrl;
    return new E2bAddresses(
        name, requireHttp(api, "the API"), requireHttp(sandbox, "the sandboxes"), debug);
  }

  private @Nullable URI uri(String variable) {
    String value = environment.get(variable);
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return URI.create(value.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          variable + " is no address. Expected one such as https://api.e2b.app.", e);
    }
  }

  private static @Nullable URI requireHttp(@Nullable URI uri, String what) {
    if (uri == null
        || (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?"))) {
      return uri;
    }
    throw new IllegalStateException("\"" + uri + "\" is no address of " + what
        + ". Expected http or https and a host, such as https://api.e2b.app.");
  }
}
