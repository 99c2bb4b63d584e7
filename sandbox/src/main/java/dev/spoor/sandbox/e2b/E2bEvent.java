// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook of E2B tells: something happened to a sandbox. Its {@code metadata} is what the
 * sandbox was created with; labels of a trace in it lead back by
 * {@link dev.spoor.sandbox.SandboxPropagator#extractLabels}.
 *
 * @param id the event's own id, the same when it is delivered again
 * @param type what happened, such as {@code sandbox.lifecycle.killed}
 * @param sandboxId the sandbox
 * @param templateId its template, or null if untold
 * @param timestamp when it happened, as the service writes it, or null if untold
 * @param metadata what the sandbox was created with
 */
public record E2bEvent(
    String id,
    String type,
    String sandboxId,
    @Nullable String templateId,
    @Nullable String timestamp,
    Map<String, String> metadata) {
  /** Copies the metadata. */
  public E2bEvent {
    metadata = Map.copyOf(metadata);
  }
}
