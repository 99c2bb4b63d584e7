// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.math.BigDecimal;

/**
 * Thrown by {@link AgentRun#checkBudget} when a run has spent its budget, if the host asked for it.
 */
public final class BudgetExceededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BudgetExceededException(BigDecimal spent, BigDecimal budget) {
    super("The run has cost " + spent.stripTrailingZeros().toPlainString()
        + " US dollars of a budget of " + budget.toPlainString()
        + ". Stop the agent, or give its request a larger budget.");
  }
}
