// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.io.IOException;

/**
 * What sends a stream's events.
 *
 * @param <E> what it may throw besides {@link IOException}
 */
@FunctionalInterface
public interface SseWork<E extends Exception> {
  /** Sends events through {@code writer} and returns when there are no more. */
  void run(SseWriter writer) throws IOException, E;
}
