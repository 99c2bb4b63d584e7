// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import dev.spoor.sandbox.internal.JsonTree;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to reach the daemon in a sandbox. */
record E2bAccess(
    String sandboxId, @Nullable String domain, @Nullable String accessToken, boolean needsUser) {
  static E2bAccess of(Map<String, Object> json) throws IOException {
    String id = JsonTree.asString(json.get("sandboxID"));
    if (id == null) {
      throw new IOException("E2B told no sandboxID. Expected one in the answer to a creation.");
    }
    return new E2bAccess(
        id,
        JsonTree.asString(json.get("domain")),
        JsonTree.asString(json.get("envdAccessToken")),
        isBefore040(JsonTree.asString(json.get("envdVersion"))));
  }

  /** The token opens the sandbox. */
  @Override
  public String toString() {
    return "E2bAccess{" + sandboxId + "}";
  }

  /** Daemons before 0.4.0 know no default user. */
  private static boolean isBefore040(@Nullable String version) {
    return version != null && version.matches("0\\.[0-3](\\..*)?");
  }
}
