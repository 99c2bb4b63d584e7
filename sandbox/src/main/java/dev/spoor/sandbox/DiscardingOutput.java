// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.nio.ByteBuffer;

enum DiscardingOutput implements ExecOutput {
  INSTANCE;

  @Override
  public void stdout(ByteBuffer bytes) {}

  @Override
  public void stderr(ByteBuffer bytes) {}
}
