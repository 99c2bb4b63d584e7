// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Exact money from token usage and sandbox seconds. */
module dev.spoor.cost {
  requires static org.jspecify;

  exports dev.spoor.cost;
}
