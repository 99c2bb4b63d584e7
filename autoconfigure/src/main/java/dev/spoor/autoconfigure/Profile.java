// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

/** Sets of defaults for where a service runs. A setting that the user gives wins over them. */
public enum Profile {
  /** One trace in ten, chosen at the root; nothing is printed. */
  PRODUCTION,
  /** Every trace; spans and, every five seconds, metrics are printed to the log. */
  DEVELOPMENT,
  /** Every trace; nothing leaves the process, and there is no shutdown hook. */
  TEST
}
