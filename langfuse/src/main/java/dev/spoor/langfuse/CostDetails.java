// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes what a call cost, in US dollars, always with its total: Langfuse adds up nothing itself. */
final class CostDetails {
  /** Returns the cost as a JSON object, or null if it is not known. */
  static @Nullable String of(
      @Nullable BigDecimal told, @Nullable String model, TokenUsage usage) {
    return told == null ? null : "{\"total\":" + told.toPlainString() + "}";
  }

  private CostDetails() {}
}
