// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.cost.TokenUsage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says how much of what each model wrote to a cache was written for an hour, where the totals do
 * not: as far as the turns' own counts and the messages that were shown tell. The rest counts as
 * written for five minutes.
 */
final class CacheSplit {
  private final Messages messages;
  private final Set<String> told;
  private final @Nullable String mainModel;
  private final long hourWritesOfTurns;

  CacheSplit(
      Messages messages, Set<String> told, @Nullable String mainModel, long hourWritesOfTurns) {
    this.messages = messages;
    this.told = told;
    this.mainModel = mainModel;
    this.hourWritesOfTurns = hourWritesOfTurns;
  }

  Map<String, TokenUsage> of(Map<String, TokenUsage> totals) {
    Map<String, TokenUsage> result = new LinkedHashMap<>();
    Map<String, Long> given = new HashMap<>();
    totals.forEach((model, usage) -> {
      if (told.contains(model) || usage.cacheWrite() <= 0) {
        result.put(model, usage);
        return;
      }
      String canonical = ModelUsage.canonical(model);
      long left = hourWrites(canonical) - given.getOrDefault(canonical, 0L);
      long hour = Math.max(0, Math.min(left, usage.cacheWrite()));
      given.merge(canonical, hour, Long::sum);
      long rest = usage.cacheWrite() - hour;
      result.put(
          model, usage.toBuilder().setCacheWrite5m(rest).setCacheWrite1h(hour).build());
    });
    return result;
  }

  private long hourWrites(String model) {
    long ofMain = messages.hourWritesOfMain(model);
    if (mainModel != null && model.equals(ModelUsage.canonical(mainModel))) {
      long ofOtherModels = messages.hourWritesOfMain() - ofMain;
      ofMain = Math.max(ofMain, hourWritesOfTurns - ofOtherModels);
    }
    return ofMain + messages.hourWritesOfSubAgents(model);
  }
}
