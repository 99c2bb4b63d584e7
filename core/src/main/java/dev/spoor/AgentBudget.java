// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a run may cost, and who is told when it nears that. Immutable and safe for use by many
 * threads.
 *
 * <pre>{@code
 * AgentRequest.builder()
 *     .setPrompt(prompt)
 *     .setBudget(AgentBudget.builder("0.50").setListener((run, share, cost) -> warn(cost)).build())
 *     .build();
 * }</pre>
 */
public final class AgentBudget {
  final BigDecimal dollars;
  final List<BigDecimal> shares;
  final BudgetListener listener;
  final boolean enforced;

  /** Returns a budget that nobody is told of, and that {@link AgentRun#checkBudget} enforces. */
  public static AgentBudget enforced(String dollars) {
    return builder(dollars).setEnforced(true).build();
  }

  /**
   * Returns a builder of a budget of {@code dollars}, a decimal number of US dollars.
   *
   * @throws IllegalArgumentException if it is no number above 0
   */
  public static AgentBudgetBuilder builder(String dollars) {
    return builder(parse(requireNonNull(dollars, "dollars")));
  }

  /**
   * Returns a builder of a budget of {@code dollars}, in US dollars.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public static AgentBudgetBuilder builder(BigDecimal dollars) {
    if (dollars.signum() <= 0) {
      throw new IllegalArgumentException(
          "The budget is " + dollars + " US dollars, but must be above 0. Leave it out for none.");
    }
    return new AgentBudgetBuilder(dollars);
  }

  AgentBudget(AgentBudgetBuilder builder) {
    dollars = builder.dollars;
    shares = List.copyOf(builder.shares);
    listener = builder.listener;
    enforced = builder.enforced;
  }

  private static BigDecimal parse(String dollars) {
    try {
      return new BigDecimal(dollars);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The budget is \"" + dollars
              + "\", but must be a decimal number of US dollars, as \"0.50\".",
          e);
    }
  }
}
