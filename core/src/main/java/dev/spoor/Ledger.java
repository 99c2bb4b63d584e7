// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static dev.spoor.ModelLedger.KINDS;

import dev.spoor.cost.TokenUsage;
import io.opentelemetry.api.metrics.DoubleCounter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The books of one run and its sub-agents: moves the token and cost counters once per token,
 * whoever reports it and how often. Thread-safe; the counters are moved outside the lock.
 */
final class Ledger extends Tally {
  private final AgentTracer tracer;
  private @Nullable ModelLedger models;
  private boolean adjusted;

  Ledger(AgentTracer tracer) {
    this.tracer = tracer;
  }

  /** Takes over what was kept of a model call; the counters have moved by it already. */
  void take(Generation kept) {
    TokenUsage usage = kept.usage();
    Price price = tracer.price(kept.names(), usage, false);
    synchronized (this) {
      ModelLedger model = modelOf(kept.names());
      model.priced = price != null;
      for (int kind = 0; kind < KINDS; kind++) {
        // It has its span, or nothing has.
        model.book(kind, Math.max(0, ModelLedger.count(usage, kind)), true);
      }
    }
    add(usage.input(), usage.output(), price, usage.output() < 0 ? 1 : 0);
  }

  /**
   * Books what {@code usage} holds beyond {@code base}, which was booked for the same call before.
   */
  void book(AgentRun run, ModelNames names, TokenUsage usage, TokenUsage base, boolean onSpan) {
    Price price = tracer.price(names, usage, false);
    Price booked = base.isEmpty() || price == null
        ? price
        : difference(price, tracer.price(names, base, false));
    synchronized (this) {
      ModelLedger model = modelOf(names);
      model.priced |= price != null;
      if (model.hasCredit()) {
        bookAgainstCredit(model, usage, base, onSpan);
      } else {
        for (int kind = 0; kind < KINDS; kind++) {
          bookFresh(model, kind, amount(usage, base, kind), onSpan);
        }
        Counters.move(tracer, names, booked);
      }
    }
    int missing = (usage.output() < 0 ? 1 : 0) - (!base.isEmpty() && base.output() < 0 ? 1 : 0);
    run.tally(
        difference(usage.input(), base.input()),
        difference(usage.output(), base.output()),
        booked,
        missing);
  }

  private void bookFresh(ModelLedger model, int kind, long amount, boolean onSpan) {
    if (amount > 0) {
      model.book(kind, amount, onSpan);
      Counters.move(tracer, model.names, kind, amount);
    } else if (amount < 0) {
      giveBack(model, kind, -amount);
    }
  }

  private void giveBack(ModelLedger model, int kind, long amount) {
    model.giveBack(kind, amount);
    adjusted = true;
  }

  /** The counters have moved by the credit already, and so has their price. */
  private void bookAgainstCredit(
      ModelLedger model, TokenUsage usage, TokenUsage base, boolean onSpan) {
    long[] counted = new long[KINDS];
    for (int kind = 0; kind < KINDS; kind++) {
      long amount = amount(usage, base, kind);
      counted[kind] = amount > 0 ? model.book(kind, amount, onSpan) : 0;
      if (amount < 0) {
        giveBack(model, kind, -amount);
      }
    }
    move(model.names, counted);
  }

  private static long amount(TokenUsage usage, TokenUsage base, int kind) {
    long now = ModelLedger.count(usage, kind);
    return now < 0 ? 0 : now - Math.max(0, ModelLedger.count(base, kind));
  }

  private static @Nullable Price difference(Price now, @Nullable Price before) {
    return before == null ? null : now.minus(before);
  }

  /** Brings the books of each model to what the agent reports in all. */
  void total(AgentRun root, AgentEvent.Totals totals) {
    totals.byModel().forEach((name, usage) -> {
      String canonical = totals.canonical().getOrDefault(name, name);
      ModelNames names = tracer.model(name, null);
      // Two names of one model are reported side by side: they add up.
      total(root, names, canonical, sumOf(totals, canonical), costOf(totals, canonical));
    });
  }

  private static @Nullable BigDecimal costOf(AgentEvent.Totals totals, String canonical) {
    BigDecimal sum = null;
    for (var entry : totals.costByModel().entrySet()) {
      String other = totals.canonical().getOrDefault(entry.getKey(), entry.getKey());
      if (ModelName.same(other, canonical)) {
        sum = sum == null ? entry.getValue() : sum.add(entry.getValue());
      }
    }
    return sum;
  }

  private static TokenUsage sumOf(AgentEvent.Totals totals, String canonical) {
    TokenUsage sum = TokenUsage.NONE;
    for (var entry : totals.byModel().entrySet()) {
      String other = totals.canonical().getOrDefault(entry.getKey(), entry.getKey());
      if (ModelName.same(other, canonical)) {
        sum = sum.plus(entry.getValue());
      }
    }
    return sum;
  }

  private void total(
      AgentRun root,
      ModelNames names,
      String canonical,
      TokenUsage total,
      @Nullable BigDecimal reported) {
    long[] counted = new long[KINDS];
    long[] more = new long[KINDS];
    long[] less = new long[KINDS];
    ModelNames kept = bringTo(modelOf(names, canonical), total, reported, counted, more, less);
    TokenUsage added = ModelLedger.usage(more);
    TokenUsage removed = ModelLedger.usage(less);
    Price price = tracer.price(kept, added, true);
    Price credit = tracer.price(kept, removed, true);
    move(kept, counted);
    root.tally(
        added.input() - removed.input(),
        total.output() < 0 ? TokenUsage.UNKNOWN : added.output() - removed.output(),
        price == null || credit == null ? null : price.minus(credit),
        0);
  }

  /**
   * Fills in what the counters are to move by, and by how much the books were too low or too high.
   */
  private synchronized ModelNames bringTo(
      ModelLedger model,
      TokenUsage total,
      @Nullable BigDecimal reported,
      long[] counted,
      long[] more,
      long[] less) {
    for (int kind = 0; kind < KINDS; kind++) {
      long known = ModelLedger.count(total, kind);
      if (known >= 0) {
        long difference = known - model.used(kind);
        more[kind] = Math.max(0, difference);
        less[kind] = Math.max(0, -difference);
        adjusted |= difference < 0;
        counted[kind] = model.bringTo(kind, known);
      }
    }
    model.reportedCost = reported == null ? model.reportedCost : reported;
    model.priced |= model.names.price.isKnown();
    return model.names;
  }

  /** Returns whether reported totals were below what had been booked. */
  synchronized boolean adjusted() {
    return adjusted;
  }

  /** Returns, by model, what no generation span carries. */
  synchronized List<Settlement> settlements() {
    var settlements = new ArrayList<Settlement>();
    for (ModelLedger model = models; model != null; model = model.next) {
      TokenUsage rest = model.unsettled();
      if (rest != null) {
        settlements.add(new Settlement(model.names, rest));
      }
    }
    return settlements;
  }

  /** Books reported cost, unsplit, for the models that have no price. */
  void bookReported(@Nullable BigDecimal runCost, ModelNames mainModel) {
    var unpriced = new ArrayList<ModelLedger>();
    boolean anyPriced = false;
    synchronized (this) {
      for (ModelLedger model = models; model != null; model = model.next) {
        anyPriced |= model.priced;
        if (!model.priced) {
          unpriced.add(model);
        }
      }
    }
    DoubleCounter cost = tracer.instruments.cost;
    boolean byModel =
        unpriced.stream().allMatch(model -> model.reportedCost != null) && !unpriced.isEmpty();
    if (byModel) {
      unpriced.forEach(model -> add(cost, model.reportedCost, model.names));
    } else if (!anyPriced && runCost != null) {
      add(cost, runCost, unpriced.isEmpty() ? mainModel : unpriced.get(unpriced.size() - 1).names);
    }
  }

  private static void add(DoubleCounter counter, @Nullable BigDecimal cost, ModelNames names) {
    if (cost != null && cost.signum() > 0) {
      counter.add(cost.doubleValue(), names.reportedCost);
    }
  }

  private ModelLedger modelOf(ModelNames names) {
    return modelOf(names, names.model);
  }

  private synchronized ModelLedger modelOf(ModelNames names, String canonical) {
    for (ModelLedger model = models; model != null; model = model.next) {
      if (ModelName.same(model.names.model, names.model)
          || ModelName.same(model.names.model, canonical)) {
        return model;
      }
    }
    models = new ModelLedger(names, models);
    return models;
  }

  private void move(ModelNames names, long[] counted) {
    for (int kind = 0; kind < KINDS; kind++) {
      Counters.move(tracer, names, kind, counted[kind]);
    }
    Counters.move(tracer, names, tracer.price(names, ModelLedger.usage(counted), true));
  }

  private static long difference(long now, long before) {
    return now == TokenUsage.UNKNOWN ? TokenUsage.UNKNOWN : now - Math.max(0, before);
  }

  /** What one model used beyond what its generation spans carry. */
  record Settlement(ModelNames names, TokenUsage usage) {}
}
