// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.nio.ByteBuffer;

/**
 * Receives what a process writes, as it comes. The bytes may be cut anywhere, inside a character
 * too; a buffer is valid during the call only. Each stream has one call at a time, but the two may
 * come from different threads. To wait in a call is to slow the process down.
 */
public interface ExecOutput {
  /** Receives bytes of standard output. */
  void stdout(ByteBuffer bytes);

  /** Receives bytes of standard error. */
  void stderr(ByteBuffer bytes);

  /** Returns a receiver that takes no notice. */
  static ExecOutput discard() {
    return DiscardingOutput.INSTANCE;
  }
}
