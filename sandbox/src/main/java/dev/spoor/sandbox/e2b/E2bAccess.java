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
    if (id == null || !id.matches("[A-Za-z0-9_-]{1,128}")) {
      throw new IOException("E2B told no sandboxID, or one that no address can have."
          + " Expected one in the answer to a creation.");
    }
    String token = JsonTree.asString(json.get("envdAccessToken"));
    if (token != null && !isHeader(token)) {
      throw new IOException("E2B sent an access token that no header can hold.");
    }
    return new E2bAccess(
        id,
        JsonTree.asString(json.get("domain")),
        token,
        isBefore040(JsonTree.asString(json.get("envdVersion"))));
  }

  /** The token opens the sandbox. */
  @Override
  public String toString() {
    return "E2bAccess{" + sandboxId + "}";
  }

  /** What is none would be quoted by whoever refuses it, and it is a secret. */
  static boolean isHeader(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** Daemons before 0.4.0 know no default user. */
  private static boolean isBefore040(@Nullable String version) {
    return version != null && version.matches("0\\.[0-3](\\..*)?");
  }
}
