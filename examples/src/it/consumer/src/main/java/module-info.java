// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
module example.consumer {
  requires dev.spoor.core;
  requires dev.spoor.cost;
}
