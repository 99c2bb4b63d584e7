// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Prices usage; null where no price is known. */
@FunctionalInterface
interface Pricing {
  /**
   * {@code aggregate} says that the usage is of several requests, so that no tier by a request's
   * size applies.
   */
  @Nullable Price price(String model, String provider, TokenUsage usage, boolean aggregate);
}
