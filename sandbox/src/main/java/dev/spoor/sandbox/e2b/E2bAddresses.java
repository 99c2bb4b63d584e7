// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the API and the sandboxes are found. */
final class E2bAddresses {
  /** The port of the daemon in each sandbox. */
  static final int DAEMON_PORT = 49983;

  /** Domains that take all sandboxes at one address and tell them apart by headers. */
  private static final Set<String> WITH_STABLE_HOST = Set.of(
      "e2b.app",
      "e2b.dev",
      "e2b.pro",
      "e2b-staging.dev",
      "e2b-tango.dev",
      "e2b-juliett.dev",
      "foxtrot-2.e2b.dev");

  private final String domain;
  private final @Nullable URI api;
  private final @Nullable URI sandbox;
  private final boolean debug;

  E2bAddresses(String domain, @Nullable URI api, @Nullable URI sandbox, boolean debug) {
    this.domain = domain;
    this.api = api;
    this.sandbox = sandbox;
    this.debug = debug;
  }

  String api(String path) {
    String base =
        api != null ? withoutSlash(api) : debug ? "http://localhost:3000" : "https://api." + domain;
    return base + path;
  }

  /** Returns an address of the daemon of a sandbox; {@code own} is the domain it was given. */
  String daemon(String sandboxId, @Nullable String own, String path) {
    if (sandbox != null) {
      return withoutSlash(sandbox) + path;
    }
    if (debug) {
      return "http://localhost:" + DAEMON_PORT + path;
    }
    String name = own == null || own.isBlank() ? domain : own;
    return WITH_STABLE_HOST.contains(name)
        ? "https://sandbox." + name + path
        : "https://" + DAEMON_PORT + "-" + sandboxId + "." + name + path;
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
