// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Needs no more than these: the rest comes with them. */
module example.consumer {
  requires dev.spoor.core;
  requires dev.spoor.cost;
}
