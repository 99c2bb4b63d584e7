// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.context.Context;

/** Makes a sandbox. */
@FunctionalInterface
public interface SandboxFactory<E extends Exception> {
  /** Returns a new sandbox; {@code context} is that of the span of its creation. */
  Sandbox create(Context context) throws E;
}
