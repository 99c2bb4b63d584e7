// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.TreeSet;

/** Builds an {@link AgentBudget}. Not safe for use by many threads. */
public final class AgentBudgetBuilder {
  final BigDecimal dollars;
  Collection<BigDecimal> shares = new TreeSet<>();
  BudgetListener listener = (run, share, cost) -> {};
  boolean enforced;

  AgentBudgetBuilder(BigDecimal dollars) {
    this.dollars = dollars;
    shares.add(new BigDecimal("0.8"));
    shares.add(BigDecimal.ONE);
  }

  /** Sets the shares of the budget at which the listener is told. Default: 0.8 and 1. */
  public AgentBudgetBuilder setShares(Collection<BigDecimal> shares) {
    for (BigDecimal share : shares) {
      if (share.signum() <= 0) {
        throw new IllegalArgumentException(
            "A share of the budget is " + share + ", but must be above 0, as 0.8 for four fifths.");
      }
    }
    this.shares = new TreeSet<>(shares);
    return this;
  }

  /** Sets who is told when a share is reached. Default: nobody. */
  public AgentBudgetBuilder setListener(BudgetListener listener) {
    this.listener = requireNonNull(listener, "listener");
    return this;
  }

  /** Sets whether {@link AgentRun#checkBudget} throws when the budget is spent. Default: false. */
  public AgentBudgetBuilder setEnforced(boolean enforced) {
    this.enforced = enforced;
    return this;
  }

  /** Returns the budget. */
  public AgentBudget build() {
    return new AgentBudget(this);
  }
}
