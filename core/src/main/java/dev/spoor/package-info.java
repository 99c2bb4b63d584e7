// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Run, generation and tool spans of AI agents. Start at {@code AgentTracer}. */
@NullMarked
package dev.spoor;

import org.jspecify.annotations.NullMarked;
