// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import org.jspecify.annotations.Nullable;

/**
 * Work that is observed: it is given the handle of its span, and what it returns or throws reaches
 * the caller as it is.
 *
 * @param <H> the handle: {@link AgentRun}, {@link Generation} or {@link ToolCall}
 * @param <T> what the work returns
 * @param <E> what the work may throw
 */
@FunctionalInterface
public interface AgentWork<H, T extends @Nullable Object, E extends Exception> {
  /** Does the work. */
  T run(H handle) throws E;
}
