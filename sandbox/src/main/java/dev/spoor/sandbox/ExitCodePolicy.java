// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.Set;

/**
 * Says which exits are failures; their spans get the status ERROR. Called once for each process
 * that ended with a code, on a thread of the sandbox. When it throws, the exit is judged by
 * {@link #nonZeroFails()}. A process that ran out of time, or that a signal ended without a code,
 * has failed in any case.
 */
@FunctionalInterface
public interface ExitCodePolicy {
  /** Returns whether {@code code} means that {@code command} has failed. */
  boolean isFailure(ExecSpec command, int code);

  /** Returns the policy by which every code but 0 is a failure. */
  static ExitCodePolicy nonZeroFails() {
    return (command, code) -> code != 0;
  }

  /** Returns the policy by which every code but 0 and {@code codes} is a failure. */
  static ExitCodePolicy accept(Integer... codes) {
    Set<Integer> accepted = Set.of(codes);
    return (command, code) -> code != 0 && !accepted.contains(code);
  }
}
