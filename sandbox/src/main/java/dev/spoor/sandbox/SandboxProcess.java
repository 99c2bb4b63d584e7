// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A command that was started in a {@link Sandbox}. Implementations are safe for use by many
 * threads.
 */
public interface SandboxProcess {
  /** Returns the process id inside the sandbox, or null where it is not told. */
  @Nullable Long pid();

  /**
   * Returns a stage that completes when the process has ended and all of its output was handed
   * over. It fails when the end cannot be known (the connection broke, the receiver of the output
   * threw).
   */
  CompletionStage<ExecExit> exit();

  /** Kills the process and what it started. Returns at once; does nothing when it has ended. */
  void kill();
}
