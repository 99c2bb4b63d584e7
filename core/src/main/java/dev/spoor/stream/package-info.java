// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads the streams that agents and model providers print and turns them into
 * {@link dev.spoor.AgentEvent}s. Start at {@link dev.spoor.stream.ClaudeStream}.
 */
@NullMarked
package dev.spoor.stream;

import org.jspecify.annotations.NullMarked;
