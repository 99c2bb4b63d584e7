// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The totals that results tell. {@code modelUsage} and {@code total_cost_usd} grow over a session
 * and over its resumed runs, {@code usage} is the main loop's share of one turn.
 */
final class SessionTotals {
  private final Messages messages;
  private final SystemLines system;
  private final Map<String, String> canonical = new LinkedHashMap<>();
  private final Set<String> split = new HashSet<>();
  /** What the session had used before this stream, or before its counts were set to 0. */
  private Map<String, TokenUsage> base = Map.of();

  private Map<String, BigDecimal> costBase = Map.of();
  private BigDecimal totalCostBase = BigDecimal.ZERO;
  /** What this stream had used before the session's counts were set to 0. */
  private Map<String, TokenUsage> kept = Map.of();

  private Map<String, BigDecimal> keptCost = Map.of();
  private @Nullable BigDecimal keptTotalCost;
  private Map<String, TokenUsage> usage = new LinkedHashMap<>();
  private Map<String, BigDecimal> costs = new LinkedHashMap<>();
  private @Nullable BigDecimal totalCost;
  private long hourWritesOfTurns;

  SessionTotals(Messages messages, SystemLines system, AgentEvent.@Nullable Totals previous) {
    this.messages = messages;
    this.system = system;
    if (previous != null) {
      base = Map.copyOf(previous.byModel());
      costBase = Map.copyOf(previous.costByModel());
      totalCostBase = previous.cost() == null ? BigDecimal.ZERO : previous.cost();
    }
  }

  /** Takes in a result; returns what this stream has used up to it. */
  AgentEvent.Totals update(ClaudeLine line) {
    hourWritesOfTurns += Math.max(0, line.usage.cacheWrite1h);
    if (line.models.isEmpty()) {
      addTurn(line.usage);
    } else {
      replace(line);
    }
    if (line.cost != null) {
      totalCost = sum(keptTotalCost, minus(line.cost, totalCostBase));
    }
    return new AgentEvent.Totals(
        Collections.unmodifiableMap(
            new CacheSplit(messages, split, mainModel(), hourWritesOfTurns).of(usage)),
        Map.copyOf(canonical),
        Collections.unmodifiableMap(new LinkedHashMap<>(costs)),
        totalCost,
        null);
  }

  /** The session was cleared: from here its counts begin at 0 again. */
  void reset() {
    base = Map.of();
    costBase = Map.of();
    totalCostBase = BigDecimal.ZERO;
    kept = new HashMap<>(usage);
    keptCost = new HashMap<>(costs);
    keptTotalCost = totalCost;
  }

  private void replace(ClaudeLine line) {
    usage = new LinkedHashMap<>(kept);
    costs = new LinkedHashMap<>(keptCost);
    for (ModelUsage model : line.models) {
      String name = model.model();
      String told = model.canonicalModel();
      canonical.put(name, told == null ? ModelUsage.canonical(name) : told);
      if (model.counts().isSplit()) {
        split.add(name);
      } else {
        split.remove(name); // An earlier turn may have told it, but these totals do not.
      }
      TokenUsage since =
          model.counts().toUsage(true).minus(base.getOrDefault(name, TokenUsage.NONE));
      usage.merge(name, since, TokenUsage::plus);
      if (model.cost() != null) {
        costs.merge(
            name,
            minus(model.cost(), costBase.getOrDefault(name, BigDecimal.ZERO)),
            BigDecimal::add);
      }
    }
  }

  /** Some failed turns tell no models: the main loop's own counts are all there is then. */
  private void addTurn(UsageCounts turn) {
    String model = mainModel();
    if (model != null && !turn.isNothing() && usage.size() < ModelUsage.MAX_MODELS) {
      canonical.putIfAbsent(model, ModelUsage.canonical(model));
      if (turn.isSplit()) {
        split.add(model);
      }
      usage.merge(model, turn.toUsage(true), TokenUsage::plus);
    }
  }

  private @Nullable String mainModel() {
    return messages.mainModel() == null ? system.model() : messages.mainModel();
  }

  /** A zero base must not lengthen the number: it is told as the stream writes it. */
  private static BigDecimal minus(BigDecimal number, BigDecimal base) {
    return base.signum() == 0 ? number : number.subtract(base).max(BigDecimal.ZERO);
  }

  private static BigDecimal sum(@Nullable BigDecimal a, BigDecimal b) {
    return a == null ? b : a.add(b);
  }
}
