// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A place where commands run: a process of this machine, a container, a virtual machine far away.
 * The smallest surface that all of them can offer; write one for a sandbox that we do not know.
 * Implementations are safe for use by many threads.
 *
 * <p>Commands are argument lists with an environment map, never text for a shell.
 */
public interface Sandbox {
  /** Returns what is known of this sandbox now. */
  SandboxInfo info();

  /**
   * Starts a command and returns as soon as it runs. Output goes to {@code output} from threads of
   * the sandbox's own, one call at a time for each of the two streams. When {@code output} throws,
   * the process is killed and its {@link SandboxProcess#exit()} fails with what was thrown.
   *
   * @throws IOException when the command cannot be started: there is no such program, or the
   *     sandbox cannot be reached
   */
  SandboxProcess start(ExecSpec command, ExecOutput output) throws IOException;

  /**
   * Stops the sandbox and lets it keep its state.
   *
   * @throws UnsupportedOperationException when this kind of sandbox cannot pause, the default
   */
  default void pause() throws IOException {
    throw new UnsupportedOperationException(info().provider() + " sandboxes cannot pause.");
  }

  /**
   * Lets a paused sandbox go on.
   *
   * @throws UnsupportedOperationException when this kind of sandbox cannot pause, the default
   */
  default void resume() throws IOException {
    throw new UnsupportedOperationException(info().provider() + " sandboxes cannot pause.");
  }

  /**
   * Returns how long the sandbox lives from now if nobody ends it or gives it more time; negative
   * since its time was up; null when its time has no end, the default. Asked often: it returns at
   * once.
   */
  default @Nullable Duration timeToLive() {
    return null;
  }

  /** Ends the sandbox and all that runs in it. A second call does nothing. */
  void kill() throws IOException;
}
