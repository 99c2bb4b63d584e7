// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.trace.Span;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The tokens and the money of a run, with those of its sub-agents, and its budget. A part of the
 * run itself and no object of its own: see {@link OpenCalls}.
 */
abstract class RunBooks extends OpenCalls {
  private static final AtomicReferenceFieldUpdater<RunBooks, RunExtras> EXTRAS =
      AtomicReferenceFieldUpdater.newUpdater(RunBooks.class, RunExtras.class, "extras");

  final AgentNames names;
  final AgentRequest request;
  private volatile @Nullable RunExtras extras;

  RunBooks(
      AgentNames names,
      AgentRequest request,
      Span span,
      long startNanos,
      @Nullable RunExtras extras) {
    super(span, startNanos);
    this.names = names;
    this.request = request;
    if (extras != null) {
      // Nobody else has seen this yet: no fence is needed, and each takes nanoseconds.
      EXTRAS.lazySet(this, extras);
    }
  }

  abstract AgentRun self();

  /** Returns what this run has used so far, its sub-agents included. */
  public RunTotals totals() {
    if (!isCounted()) {
      return RunTotals.UNKNOWN;
    }
    return books().snapshot(tools(), reportedCost());
  }

  /**
   * Throws if the run has a budget that is to be enforced and has spent it. Call it where the loop
   * may stop.
   *
   * @throws BudgetExceededException if the cost has reached the budget
   */
  public void checkBudget() {
    BudgetWatch budget = budget();
    BigDecimal cost = budget == null ? null : spent();
    if (cost != null && budget != null && budget.isExceededBy(cost)) {
      throw new BudgetExceededException(cost, budget.dollars());
    }
  }

  final AgentTracer tracer() {
    return names.tracer;
  }

  @Override
  final long now() {
    return tracer().clock.nanoTime();
  }

  /** Returns what only some runs have, or null if this one needed none of it yet. */
  final @Nullable RunExtras knownExtras() {
    return extras;
  }

  final RunExtras extras() {
    RunExtras known = extras;
    return known == null ? makeExtras() : known;
  }

  final @Nullable AgentRun owner() {
    RunExtras known = extras;
    return known == null ? null : known.owner;
  }

  final @Nullable BigDecimal reportedCost() {
    RunExtras known = extras;
    return known == null ? null : known.reportedCost;
  }

  /** Returns the books as far as there are any. */
  final @Nullable Ledger knownLedger() {
    RunExtras known = extras;
    return known == null ? null : known.ledger;
  }

  /** Writes what this run used to its span. */
  final void writeTotals() {
    Tally tally;
    Generation kept;
    int tools;
    synchronized (this) {
      // Books that are made meanwhile take what was kept: it is in one of the two.
      RunExtras known = extras;
      tally = known == null ? null : known.tally;
      kept = tally == null ? kept() : null;
      tools = tools();
    }
    if (tally != null) {
      tally.write(span, tools, reportedCost());
    } else {
      TotalsAttributes.write(span, tools, kept, tracer());
    }
  }

  /** Returns the tool calls of this run and of those in it, which may still count theirs. */
  private synchronized int tools() {
    RunExtras known = extras;
    return toolCalls() + (known == null ? 0 : known.nestedTools);
  }

  /** Counts a tool call in the runs that this one is nested in. */
  final void countTool() {
    for (AgentRun run = owner(); run != null; run = run.owner()) {
      synchronized (run) {
        run.extras().nestedTools++;
      }
    }
  }

  /** Counts what a model call used beyond {@code base}, which was counted for it before. */
  final void book(Generation call, TokenUsage usage, TokenUsage base, boolean onSpan) {
    RunExtras known = extras;
    // Where spans are recorded, books must tell what no span of a model call carries.
    boolean mayKeep = base.isEmpty() && (onSpan || known == null || !known.recorded);
    if (mayKeep && isCounted() && keepAsBooks(call)) {
      Counters.move(tracer(), call.names(), usage);
    } else {
      book(call.names(), usage, base, onSpan);
    }
  }

  final void book(ModelNames model, TokenUsage usage, TokenUsage base, boolean onSpan) {
    if (isCounted()) {
      books();
      ledger().book(self(), model, usage, base, onSpan);
    }
  }

  /** Counts a model call of which nothing but its usage was told. */
  final void bookAlone(String model, TokenUsage usage) {
    countGeneration();
    book(tracer().model(model, null), usage, TokenUsage.NONE, false);
  }

  final void total(AgentEvent.Totals totals) {
    if (isCounted()) {
      books();
      Ledger ledger = ledger();
      ledger.total(self().root(), totals);
      ledger.outputsAreKnown();
    }
    if (totals.cost() != null) {
      extras().reportedCost = totals.cost();
    }
    watchBudget();
  }

  /** Takes what the agent says that a turn cost, unless it has told of all turns. */
  final void reported(@Nullable BigDecimal cost) {
    if (cost != null && reportedCost() == null) {
      extras().reportedCost = cost;
    }
    watchBudget();
  }

  /** Adds to this run and those that it is nested in. */
  final void tally(long input, long output, @Nullable Price price, int missingOutputs) {
    for (RunBooks run = this; run != null; run = run.owner()) {
      run.books().add(input, output, price, missingOutputs);
      run.watchBudget();
    }
  }

  /** Returns the books, made from what was kept if there are none yet. */
  final Ledger ledger() {
    AgentRun owner = owner();
    if (owner != null) {
      return owner.ledger();
    }
    synchronized (this) {
      RunExtras own = extras();
      Ledger ledger = own.ledger;
      if (ledger == null) {
        ledger = new Ledger(tracer());
        Generation kept = kept();
        if (kept != null) {
          ledger.take(kept);
          kept.setGone();
        }
        own.tally = ledger;
        own.ledger = ledger;
      }
      return ledger;
    }
  }

  /** Returns this run's own part of the books. */
  private Tally books() {
    if (owner() == null) {
      return ledger();
    }
    synchronized (this) {
      RunExtras own = extras();
      Tally tally = own.tally == null ? new Tally() : own.tally;
      own.tally = tally;
      return tally;
    }
  }

  /** Returns whether somebody reads the books. */
  final boolean isCounted() {
    RunExtras known = extras;
    return (known != null && known.counted) || tracer().measures();
  }

  private synchronized boolean keepAsBooks(Generation call) {
    RunExtras known = extras;
    boolean hasOthers =
        known != null && (known.owner != null || known.ledger != null || known.budget != null);
    return !hasOthers && keep(call);
  }

  private synchronized RunExtras makeExtras() {
    RunExtras made = extras == null ? new RunExtras(null, null, false, false, 0) : extras;
    extras = made;
    return made;
  }

  private @Nullable BudgetWatch budget() {
    RunExtras known = extras;
    return known == null ? null : known.budget;
  }

  private void watchBudget() {
    BudgetWatch budget = budget();
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
    BigDecimal known = books().spent();
    BigDecimal reported = reportedCost();
    return known == null || reported == null
        ? (known == null ? reported : known)
        : known.max(reported);
  }
}
