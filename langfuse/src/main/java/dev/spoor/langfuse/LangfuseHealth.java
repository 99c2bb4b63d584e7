// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import org.jspecify.annotations.Nullable;

/**
 * Whether spans would arrive.
 *
 * @param reachable whether a Langfuse server answers at the address
 * @param authorized whether it accepts the keys
 * @param version the server's version, or null if it does not tell
 * @param project the name of the keys' project, or null if it is not known
 * @param message what was found, and what to do if it is not well
 */
public record LangfuseHealth(
    boolean reachable,
    boolean authorized,
    @Nullable String version,
    @Nullable String project,
    String message) {
  /** Returns whether all is well. */
  public boolean isHealthy() {
    return reachable && authorized;
  }
}
