// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** One call that sets everything up. Start at {@code AgentObservability}. */
@NullMarked
package dev.spoor.autoconfigure;

import org.jspecify.annotations.NullMarked;
