// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a running sandbox costs. */
@FunctionalInterface
interface SandboxRates {
  /** Returns US dollars for a second, exact; null when there is no price or the size is unknown. */
  @Nullable BigDecimal usdPerSecond(SandboxInfo info);
}
