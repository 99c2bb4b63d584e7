// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

/** How a run or a call ended, as the {@code status} of its metrics. */
enum Outcome {
  SUCCESS("success"),
  ERROR("error"),
  CANCELLED("cancelled"),
  ABANDONED("abandoned");

  final String label;

  Outcome(String label) {
    this.label = label;
  }
}
