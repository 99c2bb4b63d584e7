// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

/** A host's own call to its sandbox. */
@FunctionalInterface
public interface SandboxAction<E extends Exception> {
  /** Makes the call. */
  void run() throws E;
}
