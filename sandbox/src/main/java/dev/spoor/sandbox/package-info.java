// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Trace context into a sandbox and back. Start at {@code SandboxPropagator}. */
@NullMarked
package dev.spoor.sandbox;

import org.jspecify.annotations.NullMarked;
