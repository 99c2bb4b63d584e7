// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.Locale;

/** How a call ended. */
enum Outcome {
  SUCCESS,
  ERROR,
  TIMEOUT,
  /** The host killed it. */
  CANCELLED,
  /** The host closed the handle without telling an end. */
  ABANDONED;

  private final String label = name().toLowerCase(Locale.ROOT);

  String label() {
    return label;
  }
}
