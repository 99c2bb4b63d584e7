// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.trace.Span;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The tokens and the money of a run, with those of its sub-agents, and its budget. A part of the
 * run itself and no object of its own: see {@link OpenCalls}.
 */
abstract class RunBooks extends OpenCalls {
  final AgentTracer tracer;
  final @Nullable AgentRun owner;

  /** The books, shared with those that it is nested in; null where nobody reads any. */
  private final @Nullable Ledger ledger;

  private final @Nullable Tally tally;
  private final @Nullable BudgetWatch budget;
  private volatile @Nullable BigDecimal reportedCost;

  RunBooks(
      AgentTracer tracer,
      AgentRequest request,
      @Nullable AgentRun owner,
      Span span,
      long startNanos) {
    super(span, startNanos);
    this.tracer = tracer;
    this.owner = owner;
    if (owner == null) {
      boolean wanted = span.isRecording() || tracer.measures() || request.budget != null;
      ledger = wanted ? new Ledger(tracer) : null;
      tally = ledger;
    } else {
      ledger = owner.ledger();
      tally = ledger == null ? null : new Tally();
    }
    budget = request.budget == null ? null : new BudgetWatch(request.budget);
  }

  abstract AgentRun self();

  /** Returns what this run has used so far, its sub-agents included. */
  public RunTotals totals() {
    return tally == null ? RunTotals.UNKNOWN : tally.snapshot(reportedCost);
  }

  /**
   * Throws if the run has a budget that is to be enforced and has spent it. Call it where the loop
   * may stop.
   *
   * @throws BudgetExceededException if the cost has reached the budget
   */
  public void checkBudget() {
    BigDecimal cost = budget == null ? null : spent();
    if (cost != null && budget != null && budget.isExceededBy(cost)) {
      throw new BudgetExceededException(cost, budget.dollars());
    }
  }

  final AgentTracer tracer() {
    return tracer;
  }

  @Override
  final long now() {
    return tracer.clock.nanoTime();
  }

  final boolean isRoot() {
    return owner == null;
  }

  final @Nullable BigDecimal reportedCost() {
    return reportedCost;
  }

  final @Nullable Ledger ledger() {
    return ledger;
  }

  final @Nullable Tally tally() {
    return tally;
  }

  /** Counts a tool call in this run and those that it is nested in. */
  final void countTool() {
    for (RunBooks run = this; run != null; run = run.owner) {
      if (run.tally != null) {
        run.tally.addTool();
      }
    }
  }

  final @Nullable Price book(ModelNames model, TokenUsage usage, TokenUsage base, boolean onSpan) {
    return ledger == null ? null : ledger.book(self(), model, usage, base, onSpan);
  }

  final void bookAlone(String model, TokenUsage usage) {
    book(tracer.model(model, null), usage, TokenUsage.NONE, false);
  }

  final void total(AgentEvent.Totals totals) {
    if (ledger != null) {
      ledger.total(self().root(), totals);
      ledger.outputsAreKnown();
    }
    if (totals.cost() != null) {
      reportedCost = totals.cost();
    }
    watchBudget();
  }

  /** Takes what the agent says that a turn cost, unless it has told of all turns. */
  final void reported(@Nullable BigDecimal cost) {
    reportedCost = reportedCost == null ? cost : reportedCost;
    watchBudget();
  }

  /** Adds to this run and those that it is nested in. */
  final void tally(long input, long output, @Nullable Price price, int missingOutputs) {
    for (RunBooks run = this; run != null; run = run.owner) {
      if (run.tally != null) {
        run.tally.add(input, output, price, missingOutputs);
        run.watchBudget();
      }
    }
  }

  private void watchBudget() {
    BigDecimal cost = budget == null ? null : spent();
    if (cost != null && budget != null) {
      budget.costIs(self(), cost);
    }
  }

  /**
   * Returns what is spent by our prices as far as they go, or by the agent's own word if that is
   * more.
   */
  private @Nullable BigDecimal spent() {
    BigDecimal known = tally == null ? null : tally.spent();
    BigDecimal reported = reportedCost;
    return known == null || reported == null
        ? (known == null ? reported : known)
        : known.max(reported);
  }
}
