// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.io.IOException;

/** Takes events one after the other and passes them on to a client. */
@FunctionalInterface
public interface SseSink {
  /** Sends {@code event}; returns when it is handed over. */
  void send(SseEvent event) throws IOException;
}
