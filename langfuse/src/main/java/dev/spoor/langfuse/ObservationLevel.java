// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

/** How much an observation matters. */
public enum ObservationLevel {
  /** Of interest when looking for a fault. */
  DEBUG,
  /** As usual. */
  DEFAULT,
  /** Something to look at. */
  WARNING,
  /** It failed. */
  ERROR
}
