// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.math.BigDecimal;

/**
 * Told when a run's cost reaches a share of its budget: once for each share, on the thread that
 * reported the usage, which waits; so return at once. What it throws is counted and goes no
 * further.
 */
@FunctionalInterface
public interface BudgetListener {
  /**
   * Called when {@code run} has cost {@code dollars}, which is {@code share} of its budget or more.
   */
  void reached(AgentRun run, BigDecimal share, BigDecimal dollars);
}
