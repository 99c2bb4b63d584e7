// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What only some runs have: those that are recorded, nested or read from a stream. An object of its
 * own, so that a run that nobody records pays for none of it.
 */
final class RunExtras {
  final @Nullable AgentRun owner;
  final @Nullable BudgetWatch budget;
  /** Whether the run's span is recorded. Kept here, as the SDK takes a lock to tell. */
  final boolean recorded;
  /** Whether somebody reads the books: a span, a budget, the run that this one is nested in. */
  final boolean counted;
  /** See {@link AgentTracer#startGeneration}. */
  final boolean bare;
  /** What to add to the monotonic time for the time of day; 0 where no span needs it. */
  final long epochOffset;

  volatile @Nullable EventRouter events;
  volatile @Nullable String model;
  volatile @Nullable String conversationId;
  volatile @Nullable Failure failure;
  volatile @Nullable BigDecimal reportedCost;

  /** What the model said last; guarded by the run. */
  @Nullable GenerationContent spoken;
  /** The books, shared with those that the run is nested in, and its own part. Made by the run. */
  volatile @Nullable Ledger ledger;

  volatile @Nullable Tally tally;

  /** The tool calls of nested runs; guarded by the run. */
  int nestedTools;
  /** Guarded by the owner: see {@link OpenCalls}. */
  @Nullable Call next;

  /** Returns what a run starts with, or null if it needs nothing of it. */
  static @Nullable RunExtras of(
      @Nullable AgentRun owner, AgentRequest request, boolean records, long epochOffset) {
    AgentBudget budget = request.details.budget;
    return owner == null && budget == null && !records
        ? null
        : new RunExtras(owner, budget, records, false, epochOffset);
  }

  RunExtras(
      @Nullable AgentRun owner,
      @Nullable AgentBudget budget,
      boolean recorded,
      boolean bare,
      long epochOffset) {
    this.owner = owner;
    this.budget = budget == null ? null : new BudgetWatch(budget);
    this.recorded = recorded;
    counted = recorded || budget != null || (owner != null && owner.isCounted());
    this.bare = bare;
    this.epochOffset = epochOffset;
  }
}
