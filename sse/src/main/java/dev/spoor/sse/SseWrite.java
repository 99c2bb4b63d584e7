// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.io.IOException;

/** One write to a client. Called while no other write of the same session is under way. */
@FunctionalInterface
public interface SseWrite {
  /** Writes, and flushes if the client is to see it now. */
  void run() throws IOException;
}
