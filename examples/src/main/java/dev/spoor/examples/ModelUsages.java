// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each model used: as the run's totals say; without them, what the messages say, each counted
 * once.
 */
final class ModelUsages {
  private final Map<String, AgentEvent.Usage> byMessage = new LinkedHashMap<>();
  private AgentEvent.@Nullable Totals totals;
  private int unnamed;

  void accept(AgentEvent.Usage usage) {
    String message = usage.messageId() == null ? "#" + unnamed++ : usage.messageId();
    byMessage.put(message, usage);
  }

  void accept(AgentEvent.Totals latest) {
    totals = latest;
  }

  /** Returns the usage by model, under the names that the recording gives the models. */
  Map<String, TokenUsage> byModel() {
    return totals == null ? fromMessages() : totals.byModel();
  }

  private Map<String, TokenUsage> fromMessages() {
    Map<String, TokenUsage> usages = new LinkedHashMap<>();
    for (AgentEvent.Usage message : byMessage.values()) {
      if (message.model() != null) {
        usages.merge(message.model(), message.usage(), ModelUsages::sum);
      }
    }
    return usages;
  }

  /** A sum of which one part is not known is not known either. */
  private static TokenUsage sum(TokenUsage a, TokenUsage b) {
    boolean outputKnown = a.output() >= 0 && b.output() >= 0;
    var sum = a.plus(b);
    return outputKnown ? sum : sum.toBuilder().setOutput(TokenUsage.UNKNOWN).build();
  }
}
