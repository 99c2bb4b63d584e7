// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

/** Takes the marked lines of an execution whose trace is not recorded. */
enum IgnoredLines implements MarkedLines.Receiver {
  INSTANCE;

  @Override
  public void line(byte[] bytes, int length) {}

  @Override
  public void broken() {}
}
