// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.time.Duration;

/**
 * Is told what an {@link SseDecoder} reads, on the thread that feeds it, in the order of the
 * stream. What it throws passes through the decoder to that thread.
 */
@FunctionalInterface
public interface SseListener {
  /** Called once for each event; its {@code id} is the last one seen, or null if none is. */
  void onEvent(SseEvent event);

  /** Called once for each comment. */
  default void onComment(String text) {}

  /** Called when the server sets the time to wait before reconnecting. */
  default void onRetry(Duration retry) {}
}
