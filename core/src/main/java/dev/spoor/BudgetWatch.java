// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Watches one run's cost and tells each share of its budget once. Thread-safe. */
final class BudgetWatch {
  private final AgentBudget budget;
  private int told;

  BudgetWatch(AgentBudget budget) {
    this.budget = budget;
  }

  /** Called after the cost has changed; the listener is called outside the lock. */
  void costIs(AgentRun run, BigDecimal cost) {
    for (BigDecimal share = next(cost); share != null; share = next(cost)) {
      try {
        budget.listener.reached(run, share, cost);
      } catch (Throwable t) {
        run.tracer().drops.count("budget_listener", t);
      }
    }
  }

  boolean isExceededBy(BigDecimal cost) {
    return budget.enforced && cost.compareTo(budget.dollars) >= 0;
  }

  BigDecimal dollars() {
    return budget.dollars;
  }

  private synchronized @Nullable BigDecimal next(BigDecimal cost) {
    if (told == budget.shares.size()) {
      return null;
    }
    BigDecimal share = budget.shares.get(told);
    if (cost.compareTo(share.multiply(budget.dollars)) < 0) {
      return null;
    }
    told++;
    return share;
  }
}
